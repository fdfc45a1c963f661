internal import ZooKeeperModel

extension ClientConfiguration {
  /// Refuses what cannot be meant. A client does so when it is made.
  public func validate() throws(InvalidConfiguration) {
    try checkDurations()
    try limits.validate()
    if let nameless = credentials.firstIndex(where: \.scheme.isEmpty) {
      throw InvalidConfiguration(
        "credentials[\(nameless)]", "has no scheme", advice: "name one, such as digest")
    }
    if let long = credentials.firstIndex(where: { $0.frameByteCount > limits.frameBytesMax }) {
      throw InvalidConfiguration(
        "credentials[\(long)]", "has \(credentials[long].frameByteCount) bytes",
        advice: "servers take no more than limits.frameBytesMax, \(limits.frameBytesMax)")
    }
    if resume?.session == SessionID.none {
      throw InvalidConfiguration(
        "resume", "names no session", advice: "leave it out for a new session")
    }
  }

  private func checkDurations() throws(InvalidConfiguration) {
    // Milliseconds in 32 bits is what travels.
    let sent = Duration.milliseconds(1)...Duration.milliseconds(Int32.max)
    guard sent.contains(sessionTimeout) else {
      throw InvalidConfiguration(
        "sessionTimeout", "is \(sessionTimeout)", advice: "choose 1 millisecond to 24 days")
    }
    let positive: [(String, Duration?)] = [
      ("requestTimeout", requestTimeout), ("connectTimeout", connectTimeout),
    ]
    for (name, duration) in positive {
      guard let duration, duration <= .zero else { continue }
      throw InvalidConfiguration(
        name, "is \(duration), so that everything would fail", advice: "leave it out or raise it")
    }
    let notNegative: [(String, Duration?)] = [
      ("closeTimeout", closeTimeout), ("slowRequestThreshold", slowRequestThreshold),
    ]
    for (name, duration) in notNegative {
      guard let duration, duration < .zero else { continue }
      throw InvalidConfiguration(name, "is \(duration)", advice: "no time is less than zero")
    }
  }
}

extension ClientLimits {
  /// No reply with a node's stat and a path of some length is smaller.
  private static let frameBytesLeast = 1024

  fileprivate func validate() throws(InvalidConfiguration) {
    let counts = [
      ("inFlightMax", inFlightMax), ("watchEventsBufferedMax", watchEventsBufferedMax),
    ]
    for (name, count) in counts where count < 1 {
      throw InvalidConfiguration("limits.\(name)", "is \(count)", advice: "it must be at least 1")
    }
    // A field of a longer frame might be longer than anything this house reads.
    guard (ClientLimits.frameBytesLeast...Limits.fieldBytesMax).contains(frameBytesMax) else {
      throw InvalidConfiguration(
        "limits.frameBytesMax", "is \(frameBytesMax)",
        advice: "choose \(ClientLimits.frameBytesLeast) to \(Limits.fieldBytesMax)")
    }
    guard outboxBytesMax >= frameBytesMax else {
      throw InvalidConfiguration(
        "limits.outboxBytesMax", "is \(outboxBytesMax), so that the largest request never fits",
        advice: "it must be at least limits.frameBytesMax, \(frameBytesMax)")
    }
  }
}
