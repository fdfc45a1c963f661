public import ZooKeeperModel

/// One server of an ensemble.
public struct EnsembleMember: Hashable, Sendable {
  /// What a server does for its ensemble.
  public enum Role: String, Hashable, Sendable {
    /// It votes: on every change, and on who leads.
    case participant
    /// It follows without a vote, to serve more clients.
    case observer
  }

  /// Where the other servers reach a server.
  public struct QuorumAddress: Hashable, Sendable {
    /// The host, without the brackets of an IPv6 address.
    public let host: String
    /// The port for changes.
    public let quorumPort: UInt16
    /// The port for electing a leader.
    public let electionPort: UInt16
  }

  /// Its number, from 1 to 255.
  public let id: Int
  /// What it does.
  public let role: Role
  /// Where the other servers reach it: one address, or one in each network that it is part of.
  public let quorumAddresses: [QuorumAddress]
  /// Where it listens for clients, as it was written: often at every address of its host, which is
  /// `0.0.0.0`. Nil where the ensemble does not know.
  public let clientAddress: ServerAddress?

  /// Where clients reach it: where it listens, at the host that the other servers know where that
  /// is every address. Nil where the ensemble does not know.
  public var addressForClients: ServerAddress? {
    guard let clientAddress else { return nil }
    let isEveryAddress = clientAddress.host.utf8.allSatisfy { "0.:".utf8.contains($0) }
    guard isEveryAddress, let host = quorumAddresses.first?.host else { return clientAddress }
    return ServerAddress(host: host, port: clientAddress.port)
  }
}

extension EnsembleMember {
  /// Reads `HOST:PORT:PORT[|HOST:PORT:PORT…][:ROLE][;HOST:PORT]`.
  init?(id: Substring, description: Substring) {
    guard let id = Int(id) else { return nil }
    let parts = description.split(separator: ";", omittingEmptySubsequences: false)
    var addresses: [QuorumAddress] = []
    var role = Role.participant
    for text in parts[0].split(separator: "|", omittingEmptySubsequences: false) {
      guard let address = ColonSeparated(text), (2...3).contains(address.fields.count),
        let quorumPort = ColonSeparated.port(address.fields[0]),
        let electionPort = ColonSeparated.port(address.fields[1])
      else { return nil }
      addresses.append(
        QuorumAddress(
          host: String(address.host), quorumPort: quorumPort, electionPort: electionPort))
      if let word = address.fields.dropFirst(2).first {
        guard let given = Role(rawValue: String(word)) else { return nil }
        role = given
      }
    }
    var client: ServerAddress?
    if let text = parts.dropFirst().first {
      guard let address = ColonSeparated(text), address.fields.count == 1,
        let port = ColonSeparated.port(address.fields[0])
      else { return nil }
      client = ServerAddress(host: String(address.host), port: port)
    }
    self.init(id: id, role: role, quorumAddresses: addresses, clientAddress: client)
  }
}
