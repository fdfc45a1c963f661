package import ZooKeeperModel

/// Something that happens to a server.
package enum ServerInput: Sendable {
  /// A connection was accepted, from an address that is its first identity.
  case opened(ConnectionID, address: String)
  /// The first frame of a connection.
  case greeting(ConnectionID, ConnectRequest)
  case request(ConnectionID, RequestHeader, Request)
  /// A frame whose header could be read and whose body could not; `isNullPath` if that was only
  /// because it begins with a null where its path should be.
  case malformed(ConnectionID, RequestHeader, isNullPath: Bool = false)
  /// The connection is gone, from whichever side.
  case closed(ConnectionID)
  /// Time has passed.
  case tick
  /// A session is to end now, as if its time had run out.
  case expired(SessionID)
}

/// What a server wants done: first the log, then, as the log becomes durable, the messages.
package struct ServerOutput: Sendable {
  package var log: [Transaction] = []
  package var messages: [(connection: ConnectionID, message: Outgoing)] = []

  package init() {}

  /// Empties both, and keeps their room.
  package mutating func removeAll() {
    log.removeAll(keepingCapacity: true)
    messages.removeAll(keepingCapacity: true)
  }
}
