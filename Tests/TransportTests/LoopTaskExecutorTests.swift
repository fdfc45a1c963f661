import Glibc
import Testing

@testable import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct LoopTaskExecutorTests {
  @Test("a task that prefers a loop runs on its thread: at first, after waiting, and its children")
  func onThread() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let mailbox = thread.mailbox
    let gate = Journal<Int>()
    let seen = await withTaskExecutorPreference(mailbox.executor) {
      let atFirst = currentThread()
      mailbox.post { _ in gate.write(1) }
      _ = await gate.next()
      async let child = currentThread()
      return [atFirst, currentThread(), await child]
    }
    let loopThread = try await mailbox.run { loop in
      #expect(loop.executor === mailbox.executor)
      return currentThread()
    }
    #expect(seen == Array(repeating: loopThread, count: 3))
  }

  @Test("a loop that sleeps wakes for every task")
  func wakingUp() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    var answers = 0
    for round in 0..<5_000 {
      let answer = await onExecutor(of: thread.mailbox) { round }
      if answer == round { answers += 1 }
    }
    #expect(answers == 5_000)
  }

  @Test("nobody rings for a loop that is awake, and only the first for one that sleeps")
  func ringing() throws {
    let doorbell = try Doorbell()
    let mailbox = Mailbox(doorbell)
    let executor = mailbox.executor
    let leaveSomething = [
      { _ = mailbox.post { _ in } },
      { _ = Task(executorPreference: executor) {} },
    ]
    for leave in leaveSomething {
      leave()
      #expect(!rings(doorbell))
      doorbell.loopFallsAsleep()
      leave()
      #expect(rings(doorbell))
      doorbell.silence()
      leave()
      #expect(!rings(doorbell))
      doorbell.loopFallsAsleep()
      doorbell.loopIsAwake()
      leave()
      #expect(!rings(doorbell))
    }
    executor.retire()
  }

  @Test("a loop that a socket woke is awake")
  func wokenBySocket() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let mailbox = thread.mailbox
    let journal = Journal<Bool>()
    let address = try await mailbox.listen { _, loop in
      let handler = TestHandler(Journal())
      handler.whenReceived = { [unowned loop] _, _ in
        mailbox.post { _ in }
        journal.write(rings(loop.doorbell))
      }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address)
    for _ in 0..<10 {
      peer.send([1])
      #expect(await journal.next() == false)
    }
  }

  @Test("a turn serves sockets first, then tasks, then jobs, then timers")
  func order() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let mailbox = thread.mailbox
    let journal = Journal<String>()
    let address = try await mailbox.listen { _, _ in
      let handler = TestHandler(Journal())
      handler.whenOpened = { _ in journal.write("opened") }
      handler.whenReceived = { _, _ in journal.write("event") }
      return handler
    }
    let peer = try BlockingPeer.connect(to: address)
    #expect(await journal.next() == "opened")
    let gate = Journal<Int>()
    async let task: Void = onExecutor(of: mailbox) {
      journal.write("waiting")
      _ = await gate.next()
      journal.write("task")
    }
    #expect(await journal.next() == "waiting")
    mailbox.post { loop in
      // The end of a turn, so that all of this comes to the next one.
      loop.atEndOfTurn = { [unowned loop] in
        loop.atEndOfTurn = nil
        loop.schedule(after: .zero) { journal.write("timer") }
        mailbox.post { _ in journal.write("job") }
        gate.write(1)
        peer.send([1])
      }
    }
    #expect(await journal.next(4) == ["event", "task", "job", "timer"])
    await task
  }

  @Test("a task that never rests leaves room for sockets and jobs")
  func noStarvation() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let address = try await thread.mailbox.listen { _, _ in Echo() }
    let isOver = Shared(Lock(false))
    async let restless: Void = onExecutor(of: thread.mailbox) {
      // Yielding would go by way of another executor, and be a rest.
      while !isOver.value.withLock({ $0 }) {
        await withTaskGroup(of: Void.self) { $0.addTask {} }
      }
    }
    let peer = try BlockingPeer.connect(to: address)
    peer.send([1, 2, 3])
    #expect(peer.read(3) == [1, 2, 3])
    try await thread.mailbox.run { _ in isOver.value.withLock { $0 = true } }
    await restless
  }

  @Test("tasks of many threads lose nothing and share one thread")
  func manyTasks() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let loopThread = try await thread.mailbox.run { _ in currentThread() }
    let executor = thread.mailbox.executor
    let onLoop = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<1_000 {
        group.addTask(executorPreference: executor) {
          var onLoop = 0
          for _ in 0..<20 {
            if currentThread() == loopThread { onLoop += 1 }
            await Task.yield()
          }
          return onLoop
        }
      }
      return await group.reduce(0, +)
    }
    #expect(onLoop == 20_000)
  }

  @Test("a task that waits while its loop stops goes on elsewhere")
  func afterTheEnd() async throws {
    let thread = try LoopThread(named: "loop")
    let loopThread = try await thread.mailbox.run { _ in currentThread() }
    let journal = Journal<pthread_t>()
    let gate = Journal<Int>()
    async let task: Void = onExecutor(of: thread.mailbox) {
      journal.write(currentThread())
      for _ in 0..<2 {
        _ = await gate.next()
        journal.write(currentThread())
      }
    }
    #expect(await journal.next() == loopThread)
    // It is woken by the last job, and later by another thread.
    thread.mailbox.post { loop in
      gate.write(1)
      loop.stop()
    }
    let atTheEnd = try #require(await journal.next())
    thread.stop()
    gate.write(2)
    let later = try #require(await journal.next())
    #expect(atTheEnd != loopThread && later != loopThread)
    #expect(await onExecutor(of: thread.mailbox) { currentThread() } != loopThread)
    await task
  }

  @Test("every task comes to its end, whenever its loop stops")
  func stopWhileBusy() async throws {
    for round in 0..<50 {
      let thread = try LoopThread(named: "loop")
      let executor = thread.mailbox.executor
      let steps = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<20 {
          group.addTask(executorPreference: executor) {
            for _ in 0..<100 { await Task.yield() }
            return 100
          }
        }
        for _ in 0..<round { _ = try? await thread.mailbox.run { _ in } }
        thread.stop()
        return await group.reduce(0, +)
      }
      #expect(steps == 2_000)
    }
  }

  @Test("a loop that has stopped keeps no task waiting, even if somebody holds it")
  func heldLoop() async throws {
    let loop = try EventLoop()
    let executor = loop.executor
    let tasks = Journal<Task<Int, Never>>()
    loop.mailbox.post { loop in
      tasks.write(Task(executorPreference: executor) { 42 })
      loop.stop()
    }
    loop.run()
    #expect(await tasks.next()?.value == 42)
    withExtendedLifetime(loop) {}
  }

  @Test("a task for a loop that never runs does not wait for ever")
  func neverRun() async throws {
    var loop: EventLoop? = try EventLoop()
    let mailbox = try #require(loop).mailbox
    let task = Task(executorPreference: mailbox.executor) { 42 }
    loop = nil
    #expect(await task.value == 42)
  }
}

/// Runs something as a task of its own on a loop.
private func onExecutor<Result: Sendable>(
  of mailbox: Mailbox, _ body: @escaping @Sendable () async -> Result
) async -> Result {
  await Task(executorPreference: mailbox.executor, operation: body).value
}

private func currentThread() -> pthread_t { pthread_self() }

private func rings(_ doorbell: Doorbell) -> Bool {
  var readable = pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0)
  return poll(&readable, 1, 0) == 1
}
