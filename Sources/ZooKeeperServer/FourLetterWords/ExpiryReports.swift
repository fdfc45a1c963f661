import ZooKeeperModel

// What ends when.
extension ServerFacts {
  var expiryReport: String {
    "SessionTracker dump:\nSession \(list(sessionDeadlines) { "\($0)" })"
      + "ephemeral nodes dump:\n\(ephemeralsReport)"
      + "Connections dump:\nConnections \(list(connectionDeadlines, connectionLine))"
  }

  private var ephemeralsReport: String {
    let owners = ephemeralsBySession
    return "Sessions with Ephemerals (\(owners.count)):\n"
      + owners.map { owner in
        "\(owner.session):\n" + owner.paths.map { "\t\($0)\n" }.joined()
      }.joined()
  }

  private func connectionLine(_ connection: ConnectionFacts) -> String {
    "ip: \(connection.javaAddress) sessionId: \(connection.session?.id ?? .none)"
  }

  private func list<Member>(
    _ groups: [ExpiryGroup<Member>], _ line: (Member) -> String
  ) -> String {
    let count = groups.reduce(0) { $0 + $1.members.count }
    return "Sets (\(groups.count))/(\(count)):\n"
      + groups.map { group in
        "\(group.members.count) expire at \(group.deadline.javaDate):\n"
          + group.members.map { "\t\(line($0))\n" }.joined()
      }.joined()
  }
}
