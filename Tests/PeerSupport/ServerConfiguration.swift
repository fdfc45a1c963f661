/// How a real server is to be set up.
package struct ServerConfiguration: Sendable {
  /// Lines of zoo.cfg beyond directories and ports.
  package var entries: [String: String]
  /// Java system properties, for what zoo.cfg cannot say.
  package var properties: [String: String]
  /// The text of a JAAS file, when clients shall be able to authenticate by SASL.
  package var jaas: String?

  package init(
    _ entries: [String: String] = [:], properties: [String: String] = [:], jaas: String? = nil
  ) {
    self.entries = entries
    self.properties = properties
    self.jaas = jaas
  }

  func text(dataDirectory: String, port: Int, membership: EnsembleMembership?) -> String {
    var all = [
      "dataDir": dataDirectory, "clientPort": "\(port)", "clientPortAddress": "127.0.0.1",
      "tickTime": "2000", "initLimit": "60", "syncLimit": "60", "admin.enableServer": "false",
      "4lw.commands.whitelist": "*",
    ]
    all.merge(entries) { _, given in given }
    let lines = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return (lines + (membership?.lines ?? [])).joined(separator: "\n") + "\n"
  }
}

/// A server's place in an ensemble.
package struct EnsembleMembership: Sendable {
  package struct Member: Sendable {
    package let id: Int
    package let clientPort: Int
    let quorumPort: Int
    let electionPort: Int
  }

  package let ownID: Int
  package let members: [Member]

  package var clientPort: Int? { members.first { $0.id == ownID }?.clientPort }

  /// The memberships of a new ensemble on free ports.
  package static func ensemble(of count: Int) throws -> [EnsembleMembership] {
    let ports = try LoopbackSocket.freePorts(3 * count)
    let members = (0..<count).map { index in
      Member(
        id: index + 1, clientPort: ports[3 * index], quorumPort: ports[3 * index + 1],
        electionPort: ports[3 * index + 2])
    }
    return members.map { EnsembleMembership(ownID: $0.id, members: members) }
  }

  var lines: [String] {
    members.map { member in
      let address = "127.0.0.1:\(member.quorumPort):\(member.electionPort)"
      return "server.\(member.id)=\(address):participant;127.0.0.1:\(member.clientPort)"
    }
  }
}
