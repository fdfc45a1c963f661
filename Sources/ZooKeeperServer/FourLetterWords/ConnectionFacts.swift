import ZooKeeperModel

/// What administrators may ask about one connection.
struct ConnectionFacts: Sendable {
  /// The peer's address as Java writes it, such as `127.0.0.1`.
  var address: String
  var port: UInt16
  /// Whether the server would read what the client sends now.
  var isRead: Bool
  /// Whether something waits until the client reads.
  var hasUnsentBytes: Bool
  /// Requests that were heard and not answered yet.
  var outstanding: Int
  var established: Timestamp
  var counters: ConnectionCounters
  /// Nil until the client has introduced itself.
  var session: Session?

  /// The session that a connection serves.
  struct Session: Sendable {
    var id: SessionID
    /// What the client was granted.
    var timeoutMilliseconds: Int32
  }
}
