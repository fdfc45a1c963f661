/// What can happen to a connection, at one request or at the reply to it.
///
/// What went before arrives; what comes behind does not.
public enum ChaosFault: Hashable, Sendable, CaseIterable {
  /// The connection breaks before the server gets the request.
  case cutBeforeRequest
  /// The connection breaks when the server has got a part of the request.
  case cutInsideRequest
  /// The server gets the request, and does what is asked for. The connection breaks in place of the
  /// reply.
  case cutBeforeReply
  /// The connection breaks when the client has got a part of the reply.
  case cutInsideReply
  /// In place of the request, the server is told that the client says no more. The client can
  /// still hear.
  case endInsteadOfRequest
  /// In place of the reply, the client is told that the server says no more. The server still
  /// gets what the client says.
  case endInsteadOfReply
  /// From the request on nothing gets through, in either direction, and nobody is told.
  case stall
}
