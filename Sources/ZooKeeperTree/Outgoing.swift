package import ZooKeeperModel

/// What a server says on one connection, in words.
package enum Outgoing: Hashable, Sendable {
  case greeting(ConnectReply)
  /// Without a body where the header carries an error.
  case reply(ReplyHeader, Reply?)
  case event(ReplyHeader, WatcherEvent)
  /// The connection is to be closed, once everything before has left.
  case close
}
