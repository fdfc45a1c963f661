import ZooKeeperTransport

/// Ends an exchange from any thread, even one that has not begun yet.
final class ExchangeCancellation: Sendable {
  private enum State {
    case waiting
    case reaching(LoopBound<() -> Void>)
    case cancelled
  }

  private let mailbox: Mailbox
  private let state = Lock(State.waiting)

  init(through mailbox: Mailbox) {
    self.mailbox = mailbox
  }

  /// From now on, cancelling cancels this exchange. Returns false if that has happened already.
  func reaches(_ exchange: WordExchange, on loop: EventLoop) -> Bool {
    // Weak, because the exchange must be able to go away before its asker does.
    let cancel = LoopBound<() -> Void>({ [weak exchange] in exchange?.cancel() }, to: loop)
    return state.withLock { state in
      if case .cancelled = state { return false }
      state = .reaching(cancel)
      return true
    }
  }

  func cancel() {
    let former = state.withLock { state in
      defer { state = .cancelled }
      return state
    }
    guard case .reaching(let cancel) = former else { return }
    mailbox.post { loop in cancel.value(on: loop)() }
  }
}
