internal import ZooKeeperModel

/// What one client may use at most. Memory never grows beyond it.
public struct ClientLimits: Hashable, Sendable {
  /// Requests that were sent and not answered yet, 1,000: what a server reads ahead before it
  /// makes its clients wait. More wait here.
  public var inFlightMax = Limits.requestsInFlightMax

  /// Bytes of requests that wait to be sent, 8 MiB: eight of the largest.
  public var outboxBytesMax = Limits.outboxBytesMax

  /// Bytes in one request or answer, 1 MiB − 1, as Apache's `jute.maxbuffer`. A larger request is
  /// refused before it is sent, because a server would close the connection over it: to send more,
  /// raise the servers' limit, too. For larger answers, such as long lists of children, it is
  /// enough to raise it here, to 2 MiB − 2 at most.
  public var frameBytesMax = Limits.frameBytesMax

  /// Events that wait for the reader of one watch, 256. Of more, it is told that it missed some.
  public var watchEventsBufferedMax = Limits.watchEventsBufferedMax

  /// The defaults.
  public init() {}
}
