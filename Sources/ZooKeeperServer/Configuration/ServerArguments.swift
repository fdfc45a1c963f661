/// What was typed after `zkserver`, before any file is read.
enum ServerArguments {
  case run(ServerOrder)
  case help
  case version
}

/// How a server is to be run.
struct ServerOrder {
  /// The zoo.cfg to read.
  var file: String?
  /// What options say; it wins over the file.
  var settings: [WrittenSetting] = []
  var isInMemory = false
  var servesMemberAlone = false
  var logLevel: ServerLogEntry.Level = .info

  /// Whether options say what a key does.
  func sets(_ key: String) -> Bool {
    settings.contains { $0.name == key }
  }
}

extension ServerArguments {
  init(_ arguments: [String]) throws(ConfigurationError) {
    var order = ServerOrder()
    var plain: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--help", "-h":
        self = .help
        return
      case "--version":
        self = .version
        return
      case "--in-memory":
        order.isInMemory = true
      case "--standalone":
        order.servesMemberAlone = true
      case _ where argument.hasPrefix("-"):
        try order.take(option: argument, from: &rest)
      default:
        plain.append(argument)
      }
    }
    try order.take(plain)
    if order.isInMemory && (order.sets("dataDir") || order.sets("dataLogDir")) {
      throw .misuse("--in-memory", "a directory for the data is named as well")
    }
    self = .run(order)
  }
}

extension ServerOrder {
  /// Takes an option and its value, which is the next argument or follows an equals sign.
  fileprivate mutating func take(
    option argument: String, from rest: inout ArraySlice<String>
  ) throws(ConfigurationError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let option = String(parts[0])
    guard Self.options.contains(option) else {
      throw .misuse(option, "there is no such option")
    }
    let isNextValue = rest.first.map { !$0.hasPrefix("--") } ?? false
    guard let value = parts.count == 2 ? String(parts[1]) : isNextValue ? rest.popFirst() : nil
    else { throw .misuse(option, "it needs a value") }
    try take(value, of: option)
  }

  private static let keys = [
    "--port": "clientPort", "--address": "clientPortAddress", "--data-dir": "dataDir",
    "--log-dir": "dataLogDir",
  ]
  private static let options = Set(keys.keys).union(["--log-level", "--set"])

  private mutating func take(_ value: String, of option: String) throws(ConfigurationError) {
    switch option {
    case "--log-level":
      guard let level = ServerLogEntry.Level(rawValue: value) else {
        let levels = ServerLogEntry.Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConfigurationError(
          "\(option) \(value)", "there is no such level", advice: "use one of \(levels)")
      }
      logLevel = level
    case "--set":
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw .misuse("\(option) \(value)", "that is not key=value")
      }
      settings.append(WrittenSetting(String(parts[0]), String(parts[1]), at: .set))
    default:
      guard let key = Self.keys[option] else { return }
      settings.append(WrittenSetting(key, value, at: .option(option)))
    }
  }

  /// Takes a file, or port and directory as Apache's server does; options win over those.
  fileprivate mutating func take(_ plain: [String]) throws(ConfigurationError) {
    guard plain.count > 1 else {
      file = plain.first
      return
    }
    let names = ["PORT", "DATADIR", "TICKTIME", "MAXCLIENTCNXNS"]
    guard plain.count <= names.count else {
      throw .misuse(plain[names.count], "that is one argument too many")
    }
    let keys = ["clientPort", "dataDir", "tickTime", "maxClientCnxns"]
    var settings = zip(names, zip(keys, plain)).map { name, setting in
      WrittenSetting(setting.0, setting.1, at: .option(name))
    }
    if plain.count < keys.count {
      // Started like this, Apache's server takes any number of connections.
      settings.append(WrittenSetting("maxClientCnxns", "0", at: .option("MAXCLIENTCNXNS")))
    }
    self.settings = settings + self.settings
  }
}

extension ConfigurationError {
  fileprivate static func misuse(_ subject: String, _ problem: String) -> ConfigurationError {
    ConfigurationError(subject, problem, advice: "see zkserver --help")
  }
}
