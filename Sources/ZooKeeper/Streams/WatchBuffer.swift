package import ZooKeeperModel
import ZooKeeperTransport

/// Who put a watch up, and takes it down when nobody listens any more.
package protocol WatchOwner: AnyObject, Sendable {
  /// Told once for each buffer, on any thread and under no lock of the buffer: from here on it
  /// takes no changes.
  func watchEnded(_ buffer: WatchBuffer)
}

/// The mailbox of one watch: its owner delivers, one reader at a time takes.
///
/// Whoever waits is only woken, and looks for itself: so a change is in the buffer until it is
/// taken, and a cancelled reader cannot take one with it into nowhere.
package final class WatchBuffer: Sendable {
  private enum Life {
    case open(any WatchOwner)
    /// What was delivered before is still to be read, then the error.
    case finished(ZooKeeperError?)
    /// Nobody reads any more.
    case closed
  }

  private enum Taken {
    case change(WatchChange)
    case nothingYet
    case end(ZooKeeperError?)
  }

  private struct State {
    var backlog: WatchBacklog
    var waiter: CheckedContinuation<Void, Never>?
    var life: Life

    /// Returns the owner the first time only, so that it is told once.
    mutating func end(as end: Life) -> (any WatchOwner)? {
      guard case .open(let owner) = life else { return nil }
      life = end
      return owner
    }

    mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
      defer { waiter = nil }
      return waiter
    }

    mutating func take() -> Taken {
      if let change = backlog.popFirst() { return .change(change) }
      switch life {
      case .open: return .nothingYet
      case .closed: return .end(nil)
      case .finished(let error):
        // An error is thrown once.
        life = .finished(nil)
        return .end(error)
      }
    }

    /// Returns whether there is reason to wait. A task that was cancelled before this has had its
    /// handler run already, one that is cancelled later finds the waiter.
    mutating func wait(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
      guard case .open = life, backlog.isEmpty, !Task.isCancelled else { return false }
      precondition(
        waiter == nil,
        "a stream of changes has one reader at a time: give each task a stream of its own")
      waiter = continuation
      return true
    }
  }

  private let state: Lock<State>
  /// The path that is watched.
  package let path: ZNodePath
  /// Where the owner keeps its record of the watch; means nothing here.
  package let slot: Int

  package init(path: ZNodePath, limit: Int, owner: any WatchOwner, slot: Int) {
    self.path = path
    self.slot = slot
    state = Lock(
      State(backlog: WatchBacklog(limit: limit), waiter: nil, life: .open(owner)))
  }
}

/// The owner's side.
extension WatchBuffer {
  /// Adds a change. Once the buffer is at its end, nothing is added.
  package func deliver(_ change: WatchChange) {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard case .open = state.life else { return nil }
      state.backlog.append(change, watchedAt: path)
      return state.takeWaiter()
    }
    waiter?.resume()
  }

  /// Lets the reader come to an end, after what was delivered.
  package func finish(throwing error: ZooKeeperError? = nil) {
    let (owner, waiter) = state.withLock { state in
      let owner = state.end(as: .finished(error))
      return (owner, owner == nil ? nil : state.takeWaiter())
    }
    waiter?.resume()
    owner?.watchEnded(self)
  }
}

/// The reader's side.
extension WatchBuffer {
  /// The oldest change, or the next one. Nil at the end, and at once where the task is cancelled;
  /// then nothing is taken.
  package func next(
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(ZooKeeperError) -> WatchChange? {
    while !Task.isCancelled {
      switch state.withLock({ $0.take() }) {
      case .change(let change): return change
      case .nothingYet: await untilWoken()
      case .end(let error):
        if let error { throw error }
        return nil
      }
    }
    return nil
  }

  /// Everything that waits, without waiting for more.
  package func takeAll() -> [WatchChange] {
    state.withLock { $0.backlog.takeAll() }
  }

  package var isEmpty: Bool {
    state.withLock { $0.backlog.isEmpty }
  }

  /// Nobody will read any more: drops what is there and refuses what comes.
  package func close() {
    let (owner, waiter) = state.withLock { state in
      let owner = state.end(as: .closed)
      // What was finished may still hold an error that nobody will see.
      state.life = .closed
      _ = state.backlog.takeAll()
      return (owner, state.takeWaiter())
    }
    waiter?.resume()
    owner?.watchEnded(self)
  }

  private func untilWoken() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if !state.withLock({ $0.wait(continuation) }) { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.takeWaiter() }?.resume()
    }
  }
}
