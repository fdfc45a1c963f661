/// A configuration in the making: takes settings one by one, the last one of a key wins.
struct ConfigurationDraft {
  /// Where the tree is kept is decided at the end; everything else is set here.
  var configuration = ServerConfiguration(storage: .inMemory)
  /// What whoever starts the server should know, one line each.
  private(set) var warnings: [String] = []

  var port: UInt16?
  var dataDirectory: String?
  var logDirectory: String?
  /// Keeps nothing, whatever directories are named.
  var isInMemory = false
  /// Milliseconds; nil for 2 ticks.
  var sessionTimeoutMin: WrittenNumber?
  /// Milliseconds; nil for 20 ticks.
  var sessionTimeoutMax: WrittenNumber?
  var ensemble = EnsembleSettings()
  var ensembleNames: [String] = []
  /// Whether clients may look for a name of theirs at all.
  var answersForEnsembleNames = false

  private var overlooked = OverlookedKeys()

  /// A number and where it comes from, for what can only be judged in the end.
  struct WrittenNumber {
    let value: Int
    let written: WrittenSetting
  }

  /// Takes settings, of each key the last one.
  mutating func take(_ settings: [WrittenSetting]) throws(ConfigurationError) {
    var last: [String: Int] = [:]
    for (index, setting) in settings.enumerated() { last[setting.name] = index }
    for (index, setting) in settings.enumerated() where last[setting.name] == index {
      try take(setting)
    }
  }

  private mutating func take(_ setting: WrittenSetting) throws(ConfigurationError) {
    if try takeFileKey(setting) { return }
    if try ensemble.take(setting) { return }
    if try takeTreeProperty(setting) { return }
    if try takeStorageProperty(setting) { return }
    if try takeAuthenticationProperty(setting) { return }
    overlooked.add(setting)
  }

  mutating func warn(_ warning: String) {
    warnings.append(warning)
  }

  /// What all the settings mean together. `name` is what people look into if something is missing.
  mutating func finished(
    _ name: String
  ) throws(ConfigurationError) -> ServerConfiguration {
    var result = configuration
    result.storage = try storage(name)
    guard let port else {
      let problem =
        result.address == nil
        ? "clientPort is not set" : "clientPortAddress is set but clientPort is not set"
      throw ConfigurationError(name, problem, advice: "add clientPort=2181, or use --port")
    }
    result.port = port
    result.sessionTimeouts = try sessionTimeouts()
    result.authentication.ensembleNames = answersForEnsembleNames ? ensembleNames : nil
    if !ensembleNames.isEmpty && !answersForEnsembleNames {
      warn("\(name): ensembleAuthName has no effect without the EnsembleAuthenticationProvider")
    }
    if let warning = try ensemble.verdict(standalone: result.servesMemberAlone) {
      warn(warning)
    }
    if let warning = overlooked.warning { warn("\(name): \(warning)") }
    return result
  }

  private func storage(_ name: String) throws(ConfigurationError) -> ServerConfiguration.Storage {
    if isInMemory { return .inMemory }
    guard let dataDirectory else {
      throw ConfigurationError(
        name, "dataDir is not set",
        advice: "set it in a zoo.cfg, or use --data-dir or --in-memory")
    }
    return .directory(dataDirectory, logDirectory: logDirectory)
  }

  private func sessionTimeouts() throws(ConfigurationError) -> ClosedRange<Int>? {
    guard let written = (sessionTimeoutMin ?? sessionTimeoutMax)?.written else { return nil }
    let ticks = configuration.sessionTimeoutsInForce
    let min = sessionTimeoutMin?.value ?? ticks.lowerBound
    let max = sessionTimeoutMax?.value ?? ticks.upperBound
    guard min <= max else {
      throw written.refusal(
        "minSessionTimeout must not be larger than maxSessionTimeout, but \(min) is larger than "
          + "\(max)",
        advice: "set both; without, they are 2 and 20 times tickTime")
    }
    return min...max
  }
}
