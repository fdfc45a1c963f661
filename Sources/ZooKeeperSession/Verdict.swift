package import ZooKeeperModel

/// What a frame from the server means to the driver.
package enum Verdict: Hashable, Sendable {
  /// The machine has taken what was in it.
  case taken
  /// It answers a call: what follows the header is for the caller.
  case reply(Ticket, ReplyHeader)
}
