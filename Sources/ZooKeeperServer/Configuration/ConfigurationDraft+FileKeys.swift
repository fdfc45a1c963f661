// The keys that Apache reads from zoo.cfg alone. A value that Apache refuses is refused.
extension ConfigurationDraft {
  /// Returns whether the key is one of these.
  mutating func takeFileKey(_ setting: WrittenSetting) throws(ConfigurationError) -> Bool {
    switch setting.name {
    case "clientPort":
      port = UInt16(try setting.number(in: 0...Int(UInt16.max)))
    case "clientPortAddress":
      configuration.address = try setting.address()
    case "clientPortListenBacklog":
      let count = try setting.number(in: .int32)
      configuration.connections.backlog = count > 0 ? count : nil
    case "maxClientCnxns":
      configuration.connections.perAddressMax = max(0, try setting.number(in: .int32))
    case "dataDir":
      dataDirectory = try directory(setting)
    case "dataLogDir":
      logDirectory = try directory(setting)
    case "tickTime":
      configuration.tickMilliseconds = try setting.number(in: .positive)
    case "minSessionTimeout":
      sessionTimeoutMin = try timeout(setting)
    case "maxSessionTimeout":
      sessionTimeoutMax = try timeout(setting)
    case "autopurge.snapRetainCount":
      configuration.snapshots.retained = try retained(setting)
    case "autopurge.purgeInterval":
      configuration.snapshots.purgeIntervalHours = max(0, try setting.number(in: .int32))
    default:
      return false
    }
    return true
  }

  /// As in Apache, `~` is no home directory, and a relative path begins where the server is
  /// started, which whoever writes a file may not have in mind.
  private mutating func directory(
    _ setting: WrittenSetting
  ) throws(ConfigurationError) -> String {
    let path = setting.value
    guard !path.isEmpty else {
      throw setting.refusal("that names no directory", advice: "write an absolute path")
    }
    if setting.isInFile && !path.hasPrefix("/") && !path.hasPrefix("./") {
      warn(
        "\(setting.subject): that begins in the directory that the server is started in; "
          + "write ./\(path) if you are sure, or an absolute path")
    }
    let names = path.split(separator: "/")
    return (path.hasPrefix("/") ? "/" : "") + names.joined(separator: "/")
  }

  /// Apache's way to say "not set" is −1.
  private func timeout(_ setting: WrittenSetting) throws(ConfigurationError) -> WrittenNumber? {
    if setting.value == "-1" { return nil }
    return WrittenNumber(value: try setting.number(in: .positive), written: setting)
  }

  private mutating func retained(_ setting: WrittenSetting) throws(ConfigurationError) -> Int {
    let (count, min) = (try setting.number(in: .int32), 3)
    if count < min {
      warn("\(setting.subject): \(min) snapshots are kept at least, as one may be damaged")
    }
    return max(min, count)
  }
}

extension WrittenSetting {
  fileprivate var isInFile: Bool {
    if case .file = place { true } else { false }
  }

  /// An address without the brackets that tell IPv6 from a port.
  fileprivate func address() throws(ConfigurationError) -> String {
    guard !value.isEmpty else {
      throw refusal(
        "that is no address", advice: "write one, or leave the setting out to listen at all")
    }
    guard value.hasPrefix("[") && value.hasSuffix("]") else { return value }
    return String(value.dropFirst().dropLast())
  }
}

extension ClosedRange<Int> {
  /// What Java's `int` holds.
  static var int32: ClosedRange<Int> { Int(Int32.min)...Int(Int32.max) }
  static var notNegative: ClosedRange<Int> { 0...Int(Int32.max) }
  static var positive: ClosedRange<Int> { 1...Int(Int32.max) }
}
