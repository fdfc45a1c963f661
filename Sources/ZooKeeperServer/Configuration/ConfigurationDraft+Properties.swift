// What Apache reads from system properties.
//
// Where Apache overlooks a value that it cannot read, so do we, and say so: what starts there
// starts here, to the same effect.
extension ConfigurationDraft {
  /// Returns whether the key is about the tree and how it is served.
  mutating func takeTreeProperty(_ setting: WrittenSetting) throws(ConfigurationError) -> Bool {
    switch setting.name {
    case "extendedTypesEnabled":
      set(\.tree.extendedTypes, setting)
    case "enforceQuota":
      set(\.tree.enforcesQuota, setting)
    case "digest.enabled":
      set(\.tree.keepsDigest, setting)
    case "znode.container.checkIntervalMs":
      try set(\.reaping.intervalMilliseconds, setting, in: .positive)
    case "znode.container.maxPerMinute":
      try set(\.reaping.perMinuteMax, setting, in: .positive)
    case "znode.container.maxNeverUsedIntervalMs":
      try set(\.reaping.neverUsedMilliseconds, setting, in: 0...Int.max)
    case "maxCnxns":
      try set(\.connections.totalMax, setting, in: .notNegative)
    case "nio.sessionlessCnxnTimeout":
      try set(\.connections.sessionlessMilliseconds, setting, in: .positive)
    case "jute.maxbuffer":
      try set(\.connections.frameBytesMax, setting, in: .positive)
    case "4lw.commands.whitelist":
      configuration.fourLetterWords = setting.words
    default:
      return false
    }
    return true
  }

  /// Returns whether the key is about logs and snapshots.
  mutating func takeStorageProperty(_ setting: WrittenSetting) throws(ConfigurationError) -> Bool {
    switch setting.name {
    case "datadir.autocreate":
      set(\.createsDirectories, setting)
    case "forceSync":
      set(\.log.syncs, setting, words: ("no", "yes"), otherwise: true)
    case "fsync.warningthresholdms":
      try set(\.log.slowSyncMilliseconds, setting, in: 0...Int.max)
    case "txnLogSizeLimitInKb":
      try setBytes(\.log.fileBytesMax, setting)
    case "preAllocSize":
      guard let kibibytes = try number(setting, in: 1...1 << 20) else { break }
      configuration.log.zerosAheadBytes = kibibytes << 10
    case "snapCount":
      guard let count = try number(setting, in: .int32) else { break }
      configuration.snapshots.transactionsMax = max(2, count)
    case "snapSizeLimitInKb":
      try setBytes(\.snapshots.logBytesMax, setting)
    case "snapshot.compression.method":
      configuration.snapshots.compression = try compression(setting)
    case "snapshot.trust.empty":
      set(\.snapshots.trustsLogsAlone, setting)
    default:
      return false
    }
    return true
  }

  private mutating func compression(
    _ setting: WrittenSetting
  ) throws(ConfigurationError) -> ServerConfiguration.Snapshots.Compression {
    switch setting.value.lowercased() {
    case "gz": return .gzip
    case "": return .none
    case "snappy":
      throw setting.refusal("this server does not know snappy", advice: "write gz, or nothing")
    default:
      warn("\(setting.subject): that is none of gz and nothing; snapshots are not compressed")
      return .none
    }
  }
}

extension WrittenSetting {
  /// Apache's own start script asks for `srvr`, so it is always answered.
  fileprivate var words: ServerConfiguration.AllowedWords {
    let words = value.split(separator: ",").map(\.trimmedAsJavaDoes).filter { !$0.isEmpty }
    return words.contains("*") ? .all : .only(Set(words + ["srvr"]))
  }
}
