/// Where other threads leave work for a loop. It may outlive its loop, and then takes nothing.
package final class Mailbox: Sendable {
  /// Work that a loop does on its thread; the argument is the proof of being there.
  package typealias Job = @Sendable (EventLoop) -> Void

  private struct Letters {
    var jobs: [Job] = []
    var readerSleeps = false
    var isClosed = false

    mutating func takeJobs() -> [Job] {
      defer { jobs = [] }
      return jobs
    }
  }

  private let letters = Lock(Letters())
  private let bell: Bell

  init() throws(SystemError) {
    bell = try Bell()
  }

  /// Asks the loop to run a job, after all those posted before. Returns whether it will: once the
  /// loop has stopped, no job is taken; one that was taken is always run.
  @discardableResult
  package func post(_ job: @escaping Job) -> Bool {
    let (isTaken, mustRing) = letters.withLock { letters in
      if letters.isClosed { return (false, false) }
      letters.jobs.append(job)
      // One ring is enough however many jobs follow, and none is needed while the loop is awake.
      let mustRing = letters.readerSleeps
      letters.readerSleeps = false
      return (true, mustRing)
    }
    if mustRing { bell.ring() }
    return isTaken
  }

  /// Asks the loop to stop when it has done the jobs posted before.
  package func stop() {
    post { $0.stop() }
  }
}

/// The loop's side.
extension Mailbox {
  var bellDescriptor: Int32 { bell.descriptor }

  func silenceBell() {
    bell.silence()
  }

  /// Whether the loop may sleep now: from here on every job rings the bell.
  func prepareToSleep() -> Bool {
    letters.withLock { letters in
      letters.readerSleeps = letters.jobs.isEmpty
      return letters.readerSleeps
    }
  }

  /// Takes all jobs. Those that come later find the loop awake.
  func takeJobs() -> [Job] {
    letters.withLock { letters in
      letters.readerSleeps = false
      return letters.takeJobs()
    }
  }

  /// Takes no more jobs, and returns the last ones.
  func close() -> [Job] {
    letters.withLock { letters in
      letters.isClosed = true
      return letters.takeJobs()
    }
  }
}
