/// Where other threads leave work for a loop. It may outlive its loop, and then takes nothing.
package final class Mailbox: Sendable {
  /// Work that a loop does on its thread; the argument is the proof of being there.
  package typealias Job = @Sendable (EventLoop) -> Void

  /// Where tasks run that want to run on the loop.
  package let executor: LoopTaskExecutor

  private struct Letters {
    var jobs: [Job] = []
    var isClosed = false

    mutating func takeJobs() -> [Job] {
      defer { jobs = [] }
      return jobs
    }
  }

  private let letters = Lock(Letters())
  private let doorbell: Doorbell

  init(_ doorbell: Doorbell) {
    self.doorbell = doorbell
    executor = LoopTaskExecutor(doorbell)
  }

  /// Asks the loop to run a job, after all those posted before. Returns whether it will: once the
  /// loop has stopped, no job is taken; one that was taken is always run.
  @discardableResult
  package func post(_ job: @escaping Job) -> Bool {
    let isTaken = letters.withLock { letters in
      if !letters.isClosed { letters.jobs.append(job) }
      return !letters.isClosed
    }
    if isTaken { doorbell.ring() }
    return isTaken
  }

  /// Asks the loop to stop when it has done the jobs posted before.
  package func stop() {
    post { $0.stop() }
  }
}

/// The loop's side.
extension Mailbox {
  var hasJobs: Bool {
    letters.withLock { !$0.jobs.isEmpty }
  }

  func takeJobs() -> [Job] {
    letters.withLock { $0.takeJobs() }
  }

  /// Takes no more jobs, and returns the last ones.
  func close() -> [Job] {
    letters.withLock { letters in
      letters.isClosed = true
      return letters.takeJobs()
    }
  }
}
