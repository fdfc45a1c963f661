import ZooKeeperTransport

/// Wakes one task at a moment, or when the task is cancelled.
final class Alarm: Sendable {
  private enum State {
    case set
    case waitedFor(CheckedContinuation<Void, Never>)
    case gone
  }

  private let state = Lock(State.set)

  func goOff() {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      defer { state = .gone }
      if case .waitedFor(let continuation) = state { return continuation }
      return nil
    }
    waiter?.resume()
  }

  func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = state.withLock { state in
          guard case .set = state else { return false }
          state = .waitedFor(continuation)
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      goOff()
    }
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
