public import ZooKeeperModel

extension ServerProbe {
  /// The state of a server in a few values, by `srvr`: the word that every server answers.
  public func status(
    of server: ServerAddress, within patience: Duration = .seconds(5)
  ) async throws(ServerProbeError) -> ServerStatus {
    try await ask(.srvr, of: server, within: patience, ServerStatus.init(srvr:))
  }

  /// A server's figures for monitoring, by `mntr`.
  public func figures(
    of server: ServerAddress, within patience: Duration = .seconds(5)
  ) async throws(ServerProbeError) -> ServerFigures {
    try await ask(.mntr, of: server, within: patience, ServerFigures.init(mntr:))
  }

  /// What clients may do at a server, by `isro`.
  public func access(
    to server: ServerAddress, within patience: Duration = .seconds(5)
  ) async throws(ServerProbeError) -> ServerAccess {
    try await ask(.isro, of: server, within: patience, ServerAccess.init(isro:))
  }

  /// Returns if a server says that it runs, by `ruok`. It says so too while it serves no clients,
  /// which `access` and `status` find out.
  public func checkAlive(
    _ server: ServerAddress, within patience: Duration = .seconds(5)
  ) async throws(ServerProbeError) {
    try await ask(.ruok, of: server, within: patience) { (answer) throws(UnreadableAnswer) in
      guard answer == "imok" else { throw UnreadableAnswer("it says “\(answer.prefix(100))”") }
    }
  }

  private func ask<Value>(
    _ word: FourLetterWord, of server: ServerAddress, within patience: Duration,
    _ read: (String) throws(UnreadableAnswer) -> Value
  ) async throws(ServerProbeError) -> Value {
    let answer = try await ask(word, of: server, within: patience)
    do throws(UnreadableAnswer) {
      return try read(answer)
    } catch {
      throw ServerProbeError(.unreadable(error.reason), word: word, server: server)
    }
  }
}
