import ZooKeeperTransport

/// Runs tasks when the test says so and on its thread, so that a test decides who comes first.
final class SteppedExecutor: TaskExecutor {
  private let jobs = Lock<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Returns whether there was anything to run.
  @discardableResult
  func runOne() -> Bool {
    let first = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    guard let first else { return false }
    first.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }

  func runUntilIdle() {
    while runOne() {}
  }
}
