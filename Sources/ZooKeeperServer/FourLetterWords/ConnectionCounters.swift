import ZooKeeperModel

/// What is counted for one connection from its beginning, or from the last `crst`.
struct ConnectionCounters: Sendable {
  /// Frames and four-letter words.
  private(set) var packetsReceived: Int64 = 0
  /// Replies and events.
  private(set) var packetsSent: Int64 = 0
  private(set) var latency: LatencySummary
  /// Nil before the first one, and after a write that failed.
  private(set) var lastOperation: OpCode?
  /// The number of the client's last request that was not one of its own accord, such as a ping.
  private(set) var lastXid: Xid?
  /// The last transaction that was applied when the last answer was made.
  private(set) var lastZxid: Zxid?
  private(set) var lastLatency: Int64 = 0
  /// When the last answer was made, in milliseconds of a clock that nobody sets.
  private(set) var lastAnswer: Int64 = 0

  init() {
    // In Apache the shortest latency of a connection is zero until the first `crst`.
    latency = LatencySummary(shortest: 0)
  }

  mutating func reset() {
    self = ConnectionCounters()
    latency = LatencySummary()
  }

  mutating func received() {
    packetsReceived &+= 1
  }

  mutating func sent() {
    packetsSent &+= 1
  }

  mutating func answered(_ request: AnsweredRequest) {
    lastOperation = request.operation
    if request.xid.rawValue >= 0 { lastXid = request.xid }
    lastZxid = request.zxid
    lastAnswer = request.answer.wholeMilliseconds
    lastLatency = request.latency
    latency.add(lastLatency)
  }
}
