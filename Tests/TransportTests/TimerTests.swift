import Glibc
import Testing

@testable import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct TimerTests {
  @Test("timers go off in the order of their moments, those of one moment in the order of adding")
  func order() {
    var queue = TimerQueue()
    var fired: [Int] = []
    for (name, moment) in [(1, 30), (2, 10), (3, 20), (4, 10), (5, 0)] {
      _ = queue.add(at: LoopTime(nanoseconds: Int64(moment))) { fired.append(name) }
    }
    #expect(queue.earliest == LoopTime(nanoseconds: 0))
    while let action = queue.popDue(at: LoopTime(nanoseconds: 20), addedBefore: .max) { action() }
    #expect(fired == [5, 2, 4, 3])
    #expect(queue.earliest == LoopTime(nanoseconds: 30))
  }

  @Test("a queue does what a sorted list would do", arguments: UInt64(1)...20)
  func againstList(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    var queue = TimerQueue()
    var list: [(moment: Int64, name: Int, token: TimerToken)] = []
    var fired: [Int] = []
    var expected: [Int] = []
    for name in 0..<2_000 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0 where !list.isEmpty:
        let victim = list.remove(at: Int.random(in: 0..<list.count, using: &generator))
        let attempts = (queue.cancel(victim.token), queue.cancel(victim.token))
        #expect(attempts == (true, false))
      case 1:
        let now = Int64.random(in: 0..<1_000, using: &generator)
        let due = list.filter { $0.moment <= now }.sorted {
          ($0.moment, $0.name) < ($1.moment, $1.name)
        }
        list.removeAll { $0.moment <= now }
        expected += due.map(\.name)
        while let action = queue.popDue(at: LoopTime(nanoseconds: now), addedBefore: .max) {
          action()
        }
        let late = due.map { queue.cancel($0.token) }
        #expect(!late.contains(true))
      default:
        let moment = Int64.random(in: 0..<1_000, using: &generator)
        let token = queue.add(at: LoopTime(nanoseconds: moment)) { fired.append(name) }
        list.append((moment, name, token))
      }
      #expect(queue.earliest?.nanoseconds == list.map(\.moment).min())
    }
    #expect(fired == expected)
  }

  @Test("a loop runs its timers in order, and none that a callback before it cancelled")
  func onLoop() async throws {
    let thread = try LoopThread(named: "timers")
    defer { thread.stop() }
    let journal = Journal<Int>()
    thread.mailbox.post { [unowned mailbox = thread.mailbox] loop in
      let third = loop.schedule(after: .milliseconds(3)) { journal.write(3) }
      loop.schedule(after: .milliseconds(2)) {
        journal.write(2)
        mailbox.post { #expect($0.cancel(third) == false) }
        #expect(loop.cancel(third))
      }
      loop.schedule(after: .milliseconds(1)) { journal.write(1) }
      loop.schedule(after: .milliseconds(4)) { journal.write(4) }
    }
    #expect(await journal.next(3) == [1, 2, 4])
  }

  @Test("a timer never goes off early")
  func notEarly() async throws {
    let thread = try LoopThread(named: "timers")
    defer { thread.stop() }
    let journal = Journal<Bool>()
    thread.mailbox.post { loop in
      for microseconds in stride(from: 0, through: 5_000, by: 250) {
        let moment = loop.now + .microseconds(microseconds)
        loop.schedule(at: moment) {
          journal.write(LoopTime.current >= moment && loop.now >= moment)
        }
      }
    }
    #expect(await journal.next(21) == Array(repeating: true, count: 21))
  }

  @Test("timers that always add another for this moment leave room for jobs")
  func noStarvation() async throws {
    let thread = try LoopThread(named: "timers")
    defer { thread.stop() }
    try await thread.mailbox.run { Perpetual(loop: $0).start() }
    for _ in 0..<100 { try await thread.mailbox.run { _ in } }
  }

  private final class Perpetual {
    private unowned let loop: EventLoop

    init(loop: EventLoop) {
      self.loop = loop
    }

    func start() {
      loop.schedule(after: .zero) { self.start() }
    }
  }

  @Test("the clock counts the time for which the machine was suspended")
  func bootTime() {
    var before = timespec()
    var after = timespec()
    clock_gettime(CLOCK_BOOTTIME, &before)
    let moment = LoopTime.current.nanoseconds
    clock_gettime(CLOCK_BOOTTIME, &after)
    #expect(moment >= Int64(before.tv_sec) * 1_000_000_000 + Int64(before.tv_nsec))
    #expect(moment <= Int64(after.tv_sec) * 1_000_000_000 + Int64(after.tv_nsec))
  }

  @Test("moments beyond the clock's range are its end")
  func clamping() {
    let moment = LoopTime(nanoseconds: 5)
    #expect((moment + .nanoseconds(3)).nanoseconds == 8)
    #expect((moment + .seconds(Int64.max)).nanoseconds == .max)
    #expect((LoopTime(nanoseconds: -5) + .seconds(-Int64.max)).nanoseconds == .min)
    #expect((moment + .nanoseconds(Int64.max)).nanoseconds == .max)
    #expect(LoopTime(nanoseconds: 8) - moment == .nanoseconds(3))
  }
}
