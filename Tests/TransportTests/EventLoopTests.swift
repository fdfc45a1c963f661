import Glibc
import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct EventLoopTests {
  @Test("jobs of many threads all run, those of one thread in the order it posted them")
  func manyThreads() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let threads = 8
    let jobsEach = 10_000
    let log = Shared(Lock<[(thread: Int, job: Int)]>([]))
    let mailbox = thread.mailbox
    var posters: [Poster] = []
    for name in 0..<threads {
      posters.append(
        try Poster {
          for job in 0..<jobsEach {
            mailbox.post { _ in log.value.withLock { $0.append((name, job)) } }
          }
        })
    }
    for poster in posters { poster.wait() }
    try await mailbox.run { _ in }

    let jobs = log.value.withLock { $0 }
    #expect(jobs.count == threads * jobsEach)
    for name in 0..<threads {
      #expect(jobs.filter { $0.thread == name }.map(\.job) == Array(0..<jobsEach))
    }
  }

  @Test("every job that was taken is run, and none after the loop has stopped")
  func stopWhilePosting() async throws {
    for round in 0..<20 {
      let thread = try LoopThread(named: "loop")
      let mailbox = thread.mailbox
      let waiting = Shared(Lock(0))
      let poster = try Poster {
        while mailbox.post({ _ in waiting.value.withLock { $0 -= 1 } }) {
          waiting.value.withLock { $0 += 1 }
          // A mailbox has no limit, and posting may be faster than running.
          while waiting.value.withLock({ $0 > 100 }) { sched_yield() }
        }
      }
      for _ in 0..<round { try await mailbox.run { _ in } }
      thread.stop()
      poster.wait()
      #expect(waiting.value.withLock { $0 } == 0)
      await #expect(throws: LoopHasStopped.self) { try await mailbox.run { _ in } }
    }
  }

  @Test("a job that comes in the last moment of a loop is run")
  func lastMoment() async throws {
    let thread = try LoopThread(named: "loop")
    let journal = Journal<String>()
    let mailbox = thread.mailbox
    mailbox.post { loop in
      loop.atEndOfTurn = {
        let isTaken = mailbox.post { _ in journal.write("run") }
        journal.write(isTaken ? "taken" : "refused")
      }
      loop.stop()
    }
    #expect(await journal.next(3) == ["taken", "run", "refused"])
  }

  @Test("what a job throws reaches who waits for it")
  func failingJob() async throws {
    struct Refusal: Error {}
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    await #expect(throws: Refusal.self) { try await thread.mailbox.run { _ in throw Refusal() } }
    #expect(try await thread.mailbox.run { _ in 42 } == 42)
  }

  @Test("a turn ends after all that came with it")
  func endOfTurn() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let journal = Journal<String>()
    thread.mailbox.post { loop in
      loop.atEndOfTurn = { [unowned loop] in
        journal.write("end")
        loop.atEndOfTurn = nil
      }
      loop.schedule(after: .zero) { journal.write("timer") }
      let handler = Farewell { journal.write("farewell") }
      ByteStream.connect(to: .anyPort, handler: handler, on: loop).close()
      journal.write("job")
    }
    #expect(await journal.next(4) == ["job", "timer", "farewell", "end"])
  }

  /// Waits for nothing but the end.
  private final class Farewell: StreamHandler {
    private let say: () -> Void

    init(_ say: @escaping () -> Void) { self.say = say }

    func opened(_ stream: ByteStream) {}
    func received(_ bytes: RawSpan, from stream: ByteStream) {}
    func writable(_ stream: ByteStream) {}
    func closed(_ stream: ByteStream, because cause: CloseCause) { say() }
  }

  @Test("a moment stays the same for a turn, and goes on with the next")
  func now() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let first = try await thread.mailbox.run { loop in
      let before = loop.now
      while LoopTime.current <= before {}
      #expect(loop.now == before)
      return before
    }
    let second = try await thread.mailbox.run { $0.now }
    #expect(second > first && second <= .current)
  }

  @Test("a loop that nobody holds any more stops")
  func abandoned() async throws {
    var thread: LoopThread? = try LoopThread(named: "loop")
    let mailbox = try #require(thread).mailbox
    let address = try await mailbox.listen { _, _ in nil }
    let journal = Journal<StreamEvent>()
    mailbox.post { _ = ByteStream.connect(to: address, handler: TestHandler(journal), on: $0) }
    #expect(await journal.next() == .opened)
    thread = nil
    var last = await journal.next()
    if last == .ended { last = await journal.next() }
    #expect(last == .closed(.loopStopped) || last == .closed(.endedByPeer))
  }

  @Test("a loop serves on the thread that runs it, and may be prepared before")
  func ownThread() throws {
    let loop = try EventLoop()
    var served: [String] = []
    loop.schedule(after: .zero) {
      served.append("timer")
      loop.stop()
    }
    loop.mailbox.post { _ in }
    loop.run()
    #expect(served == ["timer"])
    #expect(!loop.mailbox.post { _ in })
  }

  @Test("what is bound to a loop opens for no other")
  func loopBound() async throws {
    await #expect(processExitsWith: .failure) {
      let here = try EventLoop()
      let elsewhere = try EventLoop()
      _ = LoopBound(1, to: here).value(on: elsewhere)
    }
  }
}

/// A lock that several closures share.
final class Shared<Value>: Sendable {
  let value: Lock<Value>

  init(_ value: consuming Lock<Value>) {
    self.value = value
  }
}

/// A thread whose end can be waited for by who holds it in an array.
final class Poster: Sendable {
  private let thread: Lock<Thread?>

  init(_ body: @escaping @Sendable () -> Void) throws {
    thread = Lock(try Thread(named: "poster", running: body))
  }

  func wait() {
    thread.withLock { $0.take()?.join() }
  }
}
