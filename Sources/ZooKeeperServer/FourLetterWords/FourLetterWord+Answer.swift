import ZooKeeperModel

extension FourLetterWord {
  /// The text to say before the connection is closed, byte for byte as Apache's server says it; nil
  /// where it closes without a word.
  ///
  /// What a word does besides speaking is done before: `srst` and `crst` forget counters, `stmk`
  /// notes its mask.
  func answer(
    from facts: some ServerFacts, allowed words: ServerConfiguration.AllowedWords
  ) -> String? {
    guard isAllowed(by: words) else {
      return "\(rawValue) is not executed because it is not in the whitelist.\n"
    }
    return text(from: facts)
  }

  /// Apache's own scripts ask `srvr`, so nobody can forbid it.
  func isAllowed(by words: ServerConfiguration.AllowedWords) -> Bool {
    self == .srvr || words.contains(rawValue)
  }

  private func text(from facts: some ServerFacts) -> String? {
    switch self {
    case .conf: facts.settingsReport
    case .cons: facts.connectionsReport
    case .crst: "Connection stats reset.\n"
    case .dirs: facts.storageReport
    case .dump: facts.expiryReport
    case .envi: facts.environmentReport
    case .gtmk, .stmk: "\(facts.traceMask)"
    case .hash: facts.digestReport
    case .isro: "rw"
    case .mntr: facts.monitoringReport
    case .ruok: "imok"
    case .srst: "Server stats reset.\n"
    case .srvr: facts.serverReport(withClients: false)
    case .stat: facts.serverReport(withClients: true)
    case .telnetClose: nil
    case .wchc: facts.watchesBySessionReport
    case .wchp: facts.watchesByPathReport
    case .wchs: facts.watchSummaryReport
    }
  }
}
