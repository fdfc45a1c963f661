package import ZooKeeperModel

/// A question to a server: how far does your data reach?
package struct ZxidQuestion: Hashable, Sendable {
  package var server: ServerAddress
  /// Which of the addresses last found for the server.
  package var address: Int
  /// When an answer is of no use any more.
  package var deadline: MonotonicInstant
}

/// What became of such a question.
package enum ZxidAnswer: Hashable, Sendable {
  /// The server serves clients, and this is its last change.
  case serves(upTo: Zxid)
  /// The server serves no clients that may write, for want of a leader.
  case notServing
  /// The server is told not to answer this.
  case mayNotTell
  /// There was no answer, or none to be understood.
  case nothing
}
