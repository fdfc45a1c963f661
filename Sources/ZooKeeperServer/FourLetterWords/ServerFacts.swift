import ZooKeeperModel
import ZooKeeperTree

/// Everything that a four-letter word may ask of a server, each looked up only for the words that
/// print it: `ruok` costs nothing, and only `wchc` walks the watches.
protocol ServerFacts {
  /// The version with the day on which it was built, as the first line of `srvr` has it.
  var version: String { get }
  var uptimeMilliseconds: Int64 { get }
  var counters: ServerCounters { get }
  /// Requests of all connections that were heard and not answered yet.
  var outstandingRequests: Int { get }
  var lastZxid: Zxid { get }
  /// What `stmk` has set last; nothing depends on it.
  var traceMask: Int64 { get }

  // The tree.
  /// How many nodes there are, as Apache counts them.
  var nodeCount: Int { get }
  var ephemeralCount: Int { get }
  /// Bytes of all paths and data.
  var approximateDataSize: Int64 { get }
  /// Sessions that own ephemeral nodes, with the paths.
  var ephemeralsBySession: [(session: SessionID, paths: [String])] { get }
  /// Digests that were noted, the oldest first.
  var notedDigests: [(zxid: Zxid, digest: TreeDigest)] { get }

  // Watches.
  /// Watches on data and on lists of children.
  var watchCount: Int { get }
  /// Watches on data alone.
  var dataWatches: WatchSummary { get }
  var dataWatchesBySession: [(session: SessionID, paths: [String])] { get }
  var dataWatchesByPath: [(path: String, sessions: [SessionID])] { get }

  // Sessions and connections.
  var sessionCount: Int { get }
  /// Sessions by the moment at which they expire, the earliest first.
  var sessionDeadlines: [ExpiryGroup<SessionID>] { get }
  var connectionCount: Int { get }
  var connections: [ConnectionFacts] { get }
  /// Connections by the moment at which they are given up, the earliest first.
  var connectionDeadlines: [ExpiryGroup<ConnectionFacts>] { get }

  // Settings and surroundings.
  var settings: SettingFacts { get }
  var storage: StorageFacts { get }
  /// What surrounds the process, such as `("host.name", "localhost")`.
  var environment: [(name: String, value: String)] { get }
  var openFileDescriptors: Int { get }
  var maximalFileDescriptors: Int { get }
}

/// How many watches there are.
struct WatchSummary: Sendable {
  var connectionCount: Int
  var pathCount: Int
  /// A path counts once for each connection that watches it.
  var watchCount: Int
}

/// All that ends at one moment.
struct ExpiryGroup<Member: Sendable>: Sendable {
  var deadline: Timestamp
  var members: [Member]
}

/// Where data lies, and how much of it.
struct StorageFacts: Sendable {
  var snapshotDirectory: String
  var snapshotBytes: Int64
  var logDirectory: String
  var logBytes: Int64
}

/// The settings that `conf` prints.
struct SettingFacts: Sendable {
  var clientPort: UInt16
  var tickMilliseconds: Int
  var connectionsPerAddressMax: Int
  var sessionTimeouts: ClosedRange<Int>
  /// Nil for the system's choice.
  var backlog: Int?
}
