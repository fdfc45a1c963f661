import ZooKeeperTransport

extension LoopThread {
  /// Asks again and again until the answer is yes, or `false` when the time is over. Goes on in a
  /// task that was cancelled: who does not want that lets the question throw.
  ///
  /// Only for what a foreign process does and cannot announce.
  func poll(
    atMost limit: Duration, until isMet: () async throws -> Bool
  ) async rethrows -> Bool {
    let deadline = LoopTime.current + limit
    while try await !isMet() {
      guard LoopTime.current < deadline else { return false }
      await pause(for: .milliseconds(20))
    }
    return true
  }

  private func pause(for time: Duration) async {
    await withCheckedContinuation { continuation in
      let isTaken = mailbox.post { loop in
        loop.schedule(after: time) { continuation.resume() }
      }
      if !isTaken { continuation.resume() }
    }
  }
}
