/// A client's counters at one moment. Those that only grow start with the client.
public struct ClientMetrics: Hashable, Sendable {
  /// Requests that were sent and not answered yet.
  public var requestsInFlight = 0
  /// Requests that wait to be sent.
  public var requestsQueued = 0
  /// The bytes of the requests that wait.
  public var queuedBytes = 0
  /// Requests that a server answered, whatever the answer was. Only grows.
  public var requestsAnswered = 0
  /// Requests that ended without an answer: lost, late or cancelled. Those that were refused at
  /// once are not counted. Only grows.
  public var requestsFailed = 0
  /// How often a session was served again after its connection was lost. Only grows.
  public var reconnects = 0
  /// How often another session took the place of one that ended. Only grows.
  public var renewals = 0
  /// Bytes that the network took. Only grows.
  public var bytesSent = 0
  /// Bytes that the network brought. Only grows.
  public var bytesReceived = 0
  /// Watches that somebody listens to.
  public var watches = 0
  /// Changes of nodes that listeners were told, once for each of them. Only grows.
  public var changesTold = 0
  /// How long answers took, from the call to the answer.
  public var latency = LatencyHistogram()

  /// Nothing counted yet.
  public init() {}
}
