/// Runs tasks on the thread of a loop: one that prefers this executor shares the thread with the
/// sockets, so that nothing between the two costs a change of threads. It must not block there.
///
/// A task executor only. An executor that also served actors would be asked several times for every
/// `await` of a task that runs on it.
///
/// No job is ever lost: what a loop has not run when it stops, and what comes later, runs on the
/// global executor. Running it where it comes from would run it inside of whoever resumes a task,
/// perhaps under a lock that the task wants too.
package final class LoopTaskExecutor: TaskExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var hasRetired = false
  }

  private let queue = Lock(Queue())
  private let doorbell: Doorbell

  init(_ doorbell: Doorbell) {
    self.doorbell = doorbell
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isTaken = queue.withLock { queue in
      if !queue.hasRetired { queue.jobs.append(job) }
      return !queue.hasRetired
    }
    if isTaken { doorbell.ring() } else { handOver(job) }
  }

  private func handOver(_ job: UnownedJob) {
    globalConcurrentExecutor.enqueue(ExecutorJob(job))
  }
}

/// The loop's side.
extension LoopTaskExecutor {
  var hasJobs: Bool {
    queue.withLock { !$0.jobs.isEmpty }
  }

  /// Moves all jobs to an empty batch, whose memory gathers the next ones: neither array ever gives
  /// its memory up, so that a job costs no allocation.
  func takeJobs(into batch: inout [UnownedJob]) {
    queue.withLock { swap(&$0.jobs, &batch) }
  }

  func run(_ batch: [UnownedJob]) {
    let executor = unsafe asUnownedTaskExecutor()
    for job in batch { unsafe job.runSynchronously(on: executor) }
  }

  /// The loop runs no more jobs.
  func retire() {
    let jobs = queue.withLock { queue in
      queue.hasRetired = true
      defer { queue.jobs = [] }
      return queue.jobs
    }
    for job in jobs { handOver(job) }
  }
}
