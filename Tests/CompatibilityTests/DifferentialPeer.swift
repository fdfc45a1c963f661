import ZooKeeperModel

/// One side of a comparison: a server, and clients of it that each have a place of their own.
protocol DifferentialPeer {
  /// Connects a client, in place of the connection that it had before. Nil if it is sent away
  /// without a word.
  mutating func connect(_ place: Int, _ request: ConnectRequest) throws -> ConnectReply?

  /// What a client is answered; nil if it is not.
  mutating func call(_ place: Int, _ request: Request) throws -> DifferentialAnswer?

  /// What a client has heard of since this was last asked.
  mutating func takeEvents(_ place: Int) throws -> [DifferentialEvent]

  /// Whether the server has closed the client's connection. Asked only where it should have.
  mutating func hasClosed(_ place: Int) -> Bool
}

struct DifferentialAnswer {
  var header: ReplyHeader
  /// Nil where the header carries an error.
  var reply: Reply?
}

struct DifferentialEvent: Hashable {
  var zxid: Zxid
  var event: WatcherEvent

  /// Servers before 3.9 say of no event which change it belongs to.
  var withoutZxid: DifferentialEvent {
    DifferentialEvent(zxid: .unspecified, event: event)
  }
}
