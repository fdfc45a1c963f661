/// The ports that a member of an ensemble listens at.
final class MemberPorts: Sendable {
  let client: ReservedPort
  let quorum: ReservedPort
  let election: ReservedPort

  init() throws(TestingFailure) {
    client = try ReservedPort()
    quorum = try ReservedPort()
    election = try ReservedPort()
  }
}

/// A member's place in its ensemble.
struct MemberPlace: Sendable {
  let id: Int
  let isObserver: Bool
  let ports: MemberPorts

  /// How `zoo.cfg` and `reconfig` name it.
  var specification: String {
    let peer = "127.0.0.1:\(ports.quorum.number):\(ports.election.number)"
    let kind = isObserver ? "observer" : "participant"
    return "server.\(id)=\(peer):\(kind);127.0.0.1:\(ports.client.number)"
  }
}
