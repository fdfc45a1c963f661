/// The keys that change nothing here: those that Apache knows, and those that nobody knows.
struct OverlookedKeys {
  private var withoutMeaning: [String] = []
  private var unknown: [String] = []

  mutating func add(_ setting: WrittenSetting) {
    if Self.isKnownToApache(setting.name) {
      withoutMeaning.append(setting.key)
    } else {
      unknown.append(setting.key)
    }
  }

  /// All of them in one line; nil if there are none.
  var warning: String? {
    let parts = [
      withoutMeaning.isEmpty
        ? nil : "without meaning on this server: " + withoutMeaning.joined(separator: ", "),
      unknown.isEmpty ? nil : "unknown: " + unknown.joined(separator: ", "),
    ].compactMap { $0 }
    return parts.isEmpty ? nil : "these keys change nothing; " + parts.joined(separator: "; ")
  }

  private static func isKnownToApache(_ name: String) -> Bool {
    names.contains(name) || prefixes.contains { name.hasPrefix($0) }
  }

  private static let prefixes = [
    // Ensembles.
    "group.", "weight.", "quorum.", "multiAddress.", "leader", "learner.", "follower.", "observer",
    "election", "fastleader.", "commitProcessor.",
    // Encryption and authentication.
    "ssl.", "sasl.", "kerberos.", "authProvider.", "superUser.", "X509AuthenticationProvider.",
    "SASLAuthenticationProvider.", "enforce.auth.", "IPAuthenticationProvider.",
    // Observation.
    "admin.", "audit.", "metricsProvider.", "jvm.pause.", "pathStats.", "messageTracker.", "jmx.",
    // Throttling, threads and buffers of Java.
    "request_", "connection_throttle_", "largeRequest", "nio.", "netty.", "watcherClean",
  ]

  private static let names: Set<String> = [
    // Ensembles.
    "initLimit", "syncLimit", "peerType", "syncEnabled", "quorumListenOnAllIPs",
    "quorumCnxnTimeoutMs", "cnxTimeout", "tcpKeepAlive", "localSessionsEnabled",
    "localSessionsUpgradingEnabled", "connectToLearnerMasterLimit", "reconfigEnabled",
    "readonlymode.enabled", "oraclePath", "commitLogCount", "version", "snapshotSizeFactor",
    "forceSnapshotSync", "forceSnapSync", "maxTimeToWaitForEpoch",
    // Encryption and authentication.
    "secureClientPort", "secureClientPortAddress", "portUnification", "client.portUnification",
    "client.certReload", "sslQuorum", "sslQuorumReloadCertFiles", "fips-mode", "superUser",
    "letAnySaslUserDoX", "allowSaslFailedClients", "enableEagerACLCheck", "kinit",
    "requireKerberosConfig", "security.auth_to_local",
    // What this server does in one way only.
    "globalOutstandingLimit", "flushDelay", "maxBatchSize", "maxWriteQueuePollTime",
    "maxResponseCacheSize", "maxGetChildrenResponseCacheSize", "throttled_op_wait_time",
    "emulate353TTLNodes", "watchManagerName", "bitHashCacheSize", "maxInProcessingDeadWatchers",
    "closeSessionTxn.enabled", "serializeLastProcessedZxid.enabled", "db.autocreate",
    "clientTcpKeepAlive", "serverCnxnFactory", "intBufferStartingSizeBytes",
    "jute.maxbuffer.extrasize",
  ]
}
