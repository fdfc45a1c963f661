import Glibc
import Testing
import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

/// Real threads, as the sanitizer wants them: the driver's delivers while tasks of the global pool
/// read and are cancelled.
@Suite(.timeLimit(.minutes(2))) struct StreamStressTests {
  @Test("readers who are cancelled over and over get every change, once and in order")
  func cancellation() async throws {
    let count = 20_000
    let buffer = RecordingOwner().arm(limit: count)
    let stream = WatchStream(armed: buffer)
    let seen = Log<WatchChange>()
    let driver = try Thread(named: "driver") {
      for number in 1...count { buffer.deliver(.number(number)) }
      buffer.finish()
    }
    var hasEnded = false
    var readers = 0
    while !hasEnded {
      readers += 1
      let reader = Task {
        for try await change in stream { seen.append(change) }
        return !Task.isCancelled
      }
      // The last one must come to the end before somebody cancels it.
      if readers <= 2_000 {
        for _ in 0..<readers % 7 { await Task.yield() }
        reader.cancel()
      }
      hasEnded = try await reader.value
    }
    driver.join()
    #expect(seen.entries == (1...count).map { .number($0) })
  }

  @Test("whatever a slow reader misses, it is told of a gap in that place")
  func overflow() async throws {
    let count = 50_000
    let buffer = RecordingOwner().arm(limit: 4)
    let stream = WatchStream(armed: buffer)
    let driver = try Thread(named: "driver") {
      for number in 1...count { buffer.deliver(.number(number)) }
      buffer.finish()
    }
    var last: Int64 = 0
    var mayHaveMissed = false
    for try await change in stream {
      guard let zxid = change.zxid?.rawValue else {
        #expect(change.kind == .gap(.overflow))
        mayHaveMissed = true
        continue
      }
      if mayHaveMissed { #expect(zxid > last) } else { #expect(zxid == last + 1) }
      (last, mayHaveMissed) = (zxid, false)
    }
    driver.join()
    #expect(last == count || mayHaveMissed)
  }

  @Test("a change that comes in the moment when its reader goes to sleep wakes it")
  func handover() async throws {
    let count = 2_000
    let buffer = RecordingOwner().arm()
    let wanted = LatestValue(0)
    let driver = try Thread(named: "driver") {
      for number in 1...count {
        waitFor(number, in: wanted)
        buffer.deliver(.number(number))
      }
    }
    for number in 1...count {
      wanted.set(number)
      #expect(try await buffer.next() == .number(number))
    }
    driver.join()
  }

  @Test("so does a value")
  func handoverOfValues() async throws {
    let count = 2_000
    let (value, wanted) = (LatestValue(0), LatestValue(0))
    let driver = try Thread(named: "driver") {
      for number in 1...count {
        waitFor(number, in: wanted)
        value.set(number)
      }
    }
    var iterator = value.updates.makeAsyncIterator()
    #expect(await iterator.next() == 0)
    for number in 1...count {
      wanted.set(number)
      #expect(await iterator.next() == number)
    }
    driver.join()
  }

  @Test("a reader who is cancelled in the moment when it goes to sleep ends", arguments: [0, 1])
  func cancellationOnTheWayToSleep(kind: Int) async throws {
    let count = 1_000
    let buffer = RecordingOwner().arm()
    let value = LatestValue(0)
    let started = LatestValue(0)
    let reader = LatestValue<(number: Int, task: Task<Bool, any Error>)?>(nil)
    let canceller = try Thread(named: "canceller") {
      for number in 1...count {
        while reader.current?.number != number { sched_yield() }
        waitFor(number, in: started)
        reader.current?.task.cancel()
      }
    }
    for number in 1...count {
      let task = Task {
        var values = value.updates.makeAsyncIterator()
        _ = await values.next()
        started.set(number)
        return kind == 0 ? try await buffer.next() == nil : await values.next() == nil
      }
      reader.set((number, task))
      #expect(try await task.value)
    }
    canceller.join()
  }

  @Test("streams that come and go while changes are delivered end once each")
  func comingAndGoing() async throws {
    let count = 200
    let owner = RecordingOwner()
    let latest = LatestValue<WatchBuffer?>(nil)
    let driver = try Thread(named: "driver") {
      while true {
        let buffer = latest.current
        if buffer?.slot == count { break }
        buffer?.deliver(.number(1))
        sched_yield()
      }
    }
    for _ in 0..<count {
      let stream = WatchStream(arming: {
        let buffer = owner.arm()
        latest.set(buffer)
        return buffer
      })
      for try await _ in stream { break }
    }
    latest.set(owner.arm())
    driver.join()
    #expect(owner.endedSlots == Array(0..<count))
  }

  @Test("all readers of a value see it grow, and its last state")
  func latestValue() async throws {
    let count = 50_000
    let value = LatestValue(0)
    let driver = try Thread(named: "driver") {
      for number in 1...count { value.set(number) }
      value.finish()
    }
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          var seen: [Int] = []
          for await number in value.updates { seen.append(number) }
          return seen
        }
      }
      for await seen in group {
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0 < $1 })
        #expect(seen.last == count)
      }
    }
    driver.join()
  }

  @Test("a watched value ends as what it was set to last")
  func valueStream() async throws {
    let count = 20_000
    let node = LatestValue(0)
    let buffer = RecordingOwner().arm(limit: 8)
    let stream = ValueStream(
      changes: WatchStream(arming: { buffer }),
      revision: { Zxid(rawValue: Int64($0)) },
      untilConnected: {},
      read: { node.current })
    let driver = try Thread(named: "driver") {
      for number in 1...count {
        node.set(number)
        buffer.deliver(.number(number))
      }
    }
    var last = -1
    for try await number in stream {
      #expect(number > last)
      last = number
      if number == count { break }
    }
    driver.join()
  }

  /// Returns a little later each time, so that what follows comes in every moment of what the other
  /// side does meanwhile.
  private func waitFor(_ number: Int, in value: LatestValue<Int>) {
    while value.current < number { sched_yield() }
    for _ in 0..<number % 61 { _ = value.current }
  }
}
