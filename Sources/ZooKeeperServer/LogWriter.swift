import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport

/// Makes transactions durable on a thread of its own: one batch is synced while the next gathers.
final class LogWriter: Sendable {
  /// How far the log is durable, or why it will never be.
  typealias Outcome = Result<Zxid, StorageError>

  private struct Handover: ~Copyable {
    var batch = LogBatch()
    var beginsFile = false
  }

  private let handover = Lock(Handover())
  private let log: Lock<TransactionLog>
  private let thread: LoopThread
  private let preparing = Lock(0)
  private let slowAfter: Duration
  private let tell: ServerLog

  /// Warns when a batch takes longer than `slowAfter`.
  init(
    _ log: consuming sending TransactionLog, slowAfter: Duration, log tell: @escaping ServerLog
  ) throws(SystemError) {
    self.log = Lock(log)
    self.slowAfter = slowAfter
    self.tell = tell
    thread = try LoopThread(named: "zk-log")
  }

  /// Takes a batch and leaves an empty one for the next. One at a time: not before the outcome of
  /// the one before is known.
  func write(
    _ batch: inout LogBatch, beginningFile: Bool, then report: @escaping @Sendable (Outcome) -> Void
  ) {
    handover.withLock { handover in
      swap(&handover.batch, &batch)
      handover.beginsFile = beginningFile
    }
    thread.mailbox.post { [self] _ in
      let outcome = handover.withLock { handover in
        commit(&handover.batch, beginningFile: handover.beginsFile)
      }
      report(outcome)
      prepareRoom(orElse: report)
    }
  }

  /// Whether the thread is busy with the end of the log: who writes here would have to wait.
  var isPreparingRoom: Bool { preparing.withLock { $0 > 0 } }

  /// Makes a batch durable on the caller's thread, which saves two threads from waking up. Only
  /// while no other batch is being written.
  func writeHere(
    _ batch: inout LogBatch, beginningFile: Bool, then report: @escaping @Sendable (Outcome) -> Void
  ) -> Outcome {
    let outcome = commit(&batch, beginningFile: beginningFile)
    if log.withLock({ $0.needsRoom }) {
      preparing.withLock { $0 += 1 }
      thread.mailbox.post { [self] _ in
        prepareRoom(orElse: report)
        preparing.withLock { $0 -= 1 }
      }
    }
    return outcome
  }

  /// Ends the log so that nothing is behind its last transaction, and its thread.
  func close() {
    // What could not be cut off is zeros, which every reader passes over.
    try? log.withLock { log throws(StorageError) in try log.roll() }
    thread.stop()
  }

  private func commit(_ batch: inout LogBatch, beginningFile: Bool) -> Outcome {
    let began = LoopTime.current
    defer { warnIfSlow(LoopTime.current - began) }
    return log.withLock { log in
      do throws(StorageError) {
        if beginningFile { try log.roll() }
        try log.commit(batch)
        let last = batch.lastZxid ?? .zero
        batch.removeAll()
        return .success(last)
      } catch {
        return .failure(error)
      }
    }
  }

  private func warnIfSlow(_ duration: Duration) {
    guard duration > slowAfter else { return }
    tell(
      ServerLogEntry(
        level: .warning,
        message: "the disk took \(duration) to make a batch durable: every write waits meanwhile"))
  }

  private func prepareRoom(orElse report: (Outcome) -> Void) {
    let failure = log.withLock { log -> StorageError? in
      do throws(StorageError) {
        try log.prepareRoom()
        return nil
      } catch {
        return error
      }
    }
    if let failure { report(.failure(failure)) }
  }
}
