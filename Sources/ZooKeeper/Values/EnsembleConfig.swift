public import ZooKeeperModel

/// Who belongs to an ensemble, as its servers write it to `/zookeeper/config`.
public struct EnsembleConfig: Hashable, Sendable {
  /// The servers, in the order in which they were written. A server that stands alone names none.
  public let members: [EnsembleMember]
  /// The change that made this configuration: newer ones have later changes. Zero where no ensemble
  /// ever agreed on one.
  public let version: Zxid

  /// Reads the text of `/zookeeper/config`. Lines about anything else, such as the weights of
  /// votes, are none of a client's business.
  public init(validating text: String) throws(InvalidEnsembleConfig) {
    var members: [EnsembleMember] = []
    var version = Zxid.zero
    for line in text.split(whereSeparator: \.isNewline) {
      let pair = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { continue }
      if pair[0] == "version" {
        guard let number = UInt64(pair[1], radix: 16) else {
          throw InvalidEnsembleConfig(line: String(line))
        }
        version = Zxid(rawValue: Int64(bitPattern: number))
      } else if pair[0].hasPrefix("server.") {
        guard
          let member = EnsembleMember(id: pair[0].dropFirst("server.".count), description: pair[1])
        else { throw InvalidEnsembleConfig(line: String(line)) }
        members.append(member)
      }
    }
    self.members = members
    self.version = version
  }

  /// Where clients reach the members; those that serve no clients are left out.
  public var serversForClients: [ServerAddress] { members.compactMap(\.addressForClients) }
}

/// A line of an ensemble's configuration is not as servers write it.
public struct InvalidEnsembleConfig: Error, Hashable, Sendable {
  /// The line.
  public let line: String
}

extension InvalidEnsembleConfig: CustomStringConvertible {
  /// Which line cannot be read, and what it should be.
  public var description: String {
    "invalid ensemble configuration: \(line.debugDescription) is not"
      + " server.ID=HOST:PORT:PORT:ROLE;HOST:PORT or version=NUMBER"
  }
}
