extension ServerConfiguration {
  /// What connections may do.
  public struct Connections: Hashable, Sendable {
    /// How many may come from one address (`maxClientCnxns`); 0 for any number.
    public var perAddressMax = 60
    /// How many there may be in all (`maxCnxns`); 0 for any number.
    public var totalMax = 0
    /// How many may wait to be accepted (`clientPortListenBacklog`); nil for the system's choice.
    public var backlog: Int?
    /// How long a connection may go without a session (`nio.sessionlessCnxnTimeout`).
    public var sessionlessMilliseconds = 10_000
    /// Bytes in one request, without its length (`jute.maxbuffer`).
    public var frameBytesMax = 0xF_FFFF
  }

  /// How clients prove who they are.
  public struct Authentication: Hashable, Sendable {
    /// What passwords are kept as in access control lists.
    public enum Hash: String, Hashable, Sendable, CaseIterable {
      /// SHA-1, what every other tool expects.
      case sha1 = "SHA1"
      /// SHA-256.
      case sha256 = "SHA-256"
      /// SHA-512.
      case sha512 = "SHA-512"
    }

    /// Whether users may send name and password (`DigestAuthenticationProvider.enabled`).
    public var allowsDigest = true
    /// What their passwords are kept as (`DigestAuthenticationProvider.digestAlg`).
    public var hash: Hash = .sha1
    /// The user who may do everything, as name, colon and digest
    /// (`DigestAuthenticationProvider.superDigest`).
    public var superDigest: String?
    /// The names under which clients may look for this server (`ensembleAuthName`); nil where
    /// they may not ask.
    public var ensembleNames: [String]?
    /// Whether everybody may do everything (`skipACL`).
    public var skipsACL = false
  }

  /// What the tree may hold.
  public struct Tree: Hashable, Sendable {
    /// Whether nodes may have a time to live (`extendedTypesEnabled`).
    public var extendedTypes = false
    /// Whether hard limits of quotas are kept (`enforceQuota`).
    public var enforcesQuota = false
    /// Whether a digest of the tree goes into logs and snapshots (`digest.enabled`).
    public var keepsDigest = true
  }

  /// How long containers and nodes with a time to live stay.
  public struct Reaping: Hashable, Sendable {
    /// The time between two looks for them (`znode.container.checkIntervalMs`).
    public var intervalMilliseconds = 60_000
    /// How many are deleted in a minute at most (`znode.container.maxPerMinute`).
    public var perMinuteMax = 10_000
    /// How long a container may stay that never had a child
    /// (`znode.container.maxNeverUsedIntervalMs`); 0 for ever.
    public var neverUsedMilliseconds = 0
  }

  /// How transactions are logged.
  public struct Log: Hashable, Sendable {
    /// Whether answers wait until the transaction is on disk (`forceSync`). Without it a loss of
    /// power loses what clients were told.
    public var syncs = true
    /// How long a sync may take before a warning says so (`fsync.warningthresholdms`).
    public var slowSyncMilliseconds = 1_000
    /// The size from which on a log gives way to the next one (`txnLogSizeLimitInKb`); nil for
    /// any size.
    public var fileBytesMax: Int?
    /// How many zeros are written ahead of the end of a log (`preAllocSize`); nil for as many as
    /// this server thinks best.
    public var zerosAheadBytes: Int?
  }

  /// When the state is written down as a whole, and how.
  public struct Snapshots: Hashable, Sendable {
    /// How snapshots are compressed.
    public enum Compression: Hashable, Sendable {
      /// Not at all.
      case none
      /// As gzip does.
      case gzip
    }

    /// How many transactions are between two snapshots at most (`snapCount`).
    public var transactionsMax = 100_000
    /// How many bytes of log are between two snapshots at most (`snapSizeLimitInKb`); nil for any
    /// number.
    public var logBytesMax: Int? = 4 << 30
    /// How snapshots are compressed (`snapshot.compression.method`).
    public var compression: Compression = .none
    /// Whether logs without a snapshot are believed to be all there is (`snapshot.trust.empty`).
    public var trustsLogsAlone = false
    /// How many snapshots a purge keeps (`autopurge.snapRetainCount`).
    public var retained = 3
    /// The time between two purges (`autopurge.purgeInterval`); 0 for no purge at all.
    public var purgeIntervalHours = 0
  }
}
