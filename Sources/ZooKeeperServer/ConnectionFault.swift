/// What may go wrong with a connection.
package enum ConnectionFault: Hashable, Sendable {
  /// It breaks.
  case cut
  /// Nothing comes through any more, in neither direction, and nobody is told.
  case stalled
  /// It breaks in place of the next reply to a request. What was asked for is done.
  case losesNextReply
}
