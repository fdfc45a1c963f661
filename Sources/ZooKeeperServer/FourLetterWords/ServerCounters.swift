/// What a server counts from its start, or from the last `srst`, which replaces it by a new one.
struct ServerCounters: Sendable {
  /// Frames and four-letter words.
  private(set) var packetsReceived: Int64 = 0
  /// Replies and events.
  private(set) var packetsSent: Int64 = 0
  private(set) var latency = LatencySummary()

  mutating func received() {
    packetsReceived &+= 1
  }

  mutating func sent() {
    packetsSent &+= 1
  }

  mutating func answered(_ request: AnsweredRequest) {
    latency.add(request.latency)
  }
}
