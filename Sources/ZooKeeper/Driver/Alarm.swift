import ZooKeeperTransport

/// Wakes whoever waits for it, once.
struct Alarm: Sendable {
  private let silence = LatestValue<Void>(())

  func goOff() {
    silence.finish()
  }

  /// Returns when it has gone off, or at once where the task is cancelled.
  func wait() async {
    for await _ in silence.updates {}
  }
}

extension SessionDriver {
  /// An alarm on the loop's clock.
  func alarm(after patience: Duration) -> Alarm {
    let alarm = Alarm()
    let isTaken = mailbox.post { loop in loop.schedule(after: patience) { alarm.goOff() } }
    if !isTaken { alarm.goOff() }
    return alarm
  }
}
