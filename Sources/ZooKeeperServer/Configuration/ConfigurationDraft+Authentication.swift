// How clients prove who they are.
extension ConfigurationDraft {
  /// Returns whether the key is one of these.
  mutating func takeAuthenticationProperty(
    _ setting: WrittenSetting
  ) throws(ConfigurationError) -> Bool {
    switch setting.name {
    case "skipACL":
      set(\.authentication.skipsACL, setting, words: ("no", "yes"), otherwise: false)
    case "DigestAuthenticationProvider.enabled":
      set(\.authentication.allowsDigest, setting)
    case "DigestAuthenticationProvider.superDigest":
      configuration.authentication.superDigest = setting.value.isEmpty ? nil : setting.value
    case "DigestAuthenticationProvider.digestAlg":
      configuration.authentication.hash = try setting.hash()
    case "ensembleAuthName":
      ensembleNames = setting.value.split(separator: ",").map(\.trimmedAsJavaDoes)
    case "enforce.auth.enabled", "sessionRequireClientSASLAuth":
      guard setting.value.lowercased() == "true" else { break }
      // Overlooking it would let in whom the file keeps out.
      throw setting.refusal(
        "this server cannot keep out clients that have not proven who they are",
        advice: "take it out if everybody may connect")
    default:
      return setting.name.hasPrefix("authProvider.") && takesProvider(setting.value)
    }
    return true
  }

  /// Apache names classes of its own; two of them are always there.
  private mutating func takesProvider(_ name: String) -> Bool {
    let package = "org.apache.zookeeper.server.auth."
    switch name {
    case package + "IPAuthenticationProvider", package + "DigestAuthenticationProvider":
      return true
    case package + "EnsembleAuthenticationProvider":
      answersForEnsembleNames = true
      return true
    default:
      return false
    }
  }
}

extension WrittenSetting {
  /// Java's names for a hash, of which some have several.
  fileprivate func hash() throws(ConfigurationError) -> ServerConfiguration.Authentication.Hash {
    switch value.uppercased() {
    case "SHA1", "SHA-1", "SHA": return .sha1
    case "SHA256", "SHA-256": return .sha256
    case "SHA512", "SHA-512": return .sha512
    default:
      throw refusal("this server does not know that hash", advice: "write SHA1, SHA-256 or SHA-512")
    }
  }
}
