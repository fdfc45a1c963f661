/// What a file says about other servers: one node alone must not serve what belongs to several.
struct EnsembleSettings {
  /// The keys, each once, in the order of the file.
  private var servers: [WrittenSetting] = []
  /// What makes a server a member whatever else the file says.
  private var memberships: [WrittenSetting] = []

  /// Returns whether the key is about other servers.
  mutating func take(_ setting: WrittenSetting) throws(ConfigurationError) -> Bool {
    switch setting.name {
    case "dynamicConfigFile":
      memberships.append(setting)
    case "standaloneEnabled":
      switch setting.value.lowercased() {
      case "true": break
      case "false": memberships.append(setting)
      default: throw setting.refusal("that is no answer", advice: "write true or false")
      }
    default:
      guard setting.name.hasPrefix("server.") else { return false }
      servers.append(setting)
    }
    return true
  }

  /// Refuses to fork an ensemble by accident, unless one server alone was asked for. Returns what
  /// is worth a warning.
  func verdict(standalone: Bool) throws(ConfigurationError) -> String? {
    guard let first = memberships.first ?? servers.first else { return nil }
    if memberships.isEmpty && servers.count == 1 {
      return "\(first.subject): one server is no ensemble; the line is ignored, as Apache does"
    }
    if standalone {
      return "\(first.subject): other servers are ignored, as --standalone asks for"
    }
    let problem =
      servers.count > 1
      ? "there are \(servers.count) servers, and this one serves alone"
      : "this is for members of an ensemble, and this server serves alone"
    throw first.refusal(
      problem + "; starting it here would fork the ensemble",
      advice: "start Apache's server, or serve a copy of the data with --standalone")
  }
}
