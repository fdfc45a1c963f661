package import ZooKeeperModel
import ZooKeeperTree

// What a test may do to a server, to see how its clients take it.
extension ServerHub {
  /// Numbers of the sessions whose clients are connected, in the order of the numbers.
  var connectedSessions: [SessionID] {
    machine.sessions.persisted.map(\.id).filter { machine.connection(of: $0) != nil }
  }

  func expire(_ session: SessionID) {
    step(.expired(session))
  }

  /// Returns whether the session has a connection.
  func disturb(_ session: SessionID, _ fault: ConnectionFault?) -> Bool {
    guard let id = machine.connection(of: session), let connection = connections[id] else {
      return false
    }
    connection.suffer(fault)
    return true
  }
}

extension ZooKeeperServer {
  /// Numbers of the sessions whose clients are connected.
  package func connectedSessions() async throws -> [SessionID] {
    try await onLoop { $0.connectedSessions }
  }

  /// Ends a session as if its time had run out.
  package func expire(_ session: SessionID) async throws {
    try await onLoop { $0.expire(session) }
  }

  /// Lets something go wrong with the connection of a session; nil mends a stalled one. Returns
  /// whether the session is connected.
  package func disturb(_ session: SessionID, _ fault: ConnectionFault?) async throws -> Bool {
    try await onLoop { $0.disturb(session, fault) }
  }
}
