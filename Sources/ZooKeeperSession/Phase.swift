/// Where a session stands with its server.
enum Phase: Hashable, Sendable {
  case idle
  /// Before the next attempt.
  case resting
  case resolving
  case connecting
  /// Connected, and waiting to hear whether the server takes us.
  case greeting
  case live
  /// The session is no more.
  case ended
}
