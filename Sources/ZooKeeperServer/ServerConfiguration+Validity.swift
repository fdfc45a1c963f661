extension ServerConfiguration {
  /// Refuses what no server can work with. A file of settings was checked before, with its lines;
  /// this is for those that a program makes.
  func validate() throws(ServerFailure) {
    try demand(1...Int(Int32.max), tickMilliseconds, "tickMilliseconds")
    if let timeouts = sessionTimeouts {
      try demand(1...Int(Int32.max), timeouts.lowerBound, "the lower bound of sessionTimeouts")
    }
    try demand(1...Int(Int32.max), reaping.intervalMilliseconds, "reaping.intervalMilliseconds")
    try demand(1...Int(Int32.max), reaping.perMinuteMax, "reaping.perMinuteMax")
    try demand(1...Int(Int32.max), connections.frameBytesMax, "connections.frameBytesMax")
    try demand(0...254, Int(serverNumber), "serverNumber")
  }

  private func demand(
    _ range: ClosedRange<Int>, _ value: Int, _ name: String
  ) throws(ServerFailure) {
    guard !range.contains(value) else { return }
    throw ServerFailure(
      .configuration,
      "\(name) is \(value), and must be from \(range.lowerBound) to \(range.upperBound)")
  }
}
