import Testing
import ZooKeeper
import ZooKeeperModel

@Suite(.timeLimit(.minutes(1))) struct WatchBufferTests {
  private let executor = SteppedExecutor()
  private let owner = RecordingOwner()
  private let lost = ZooKeeperError(.connectionLost, outcome: .notApplied, operation: .get)

  private func read(_ buffer: WatchBuffer) -> Reading<WatchChange> {
    Reading(BufferReads(buffer: buffer), on: executor)
  }

  @Test("changes are read in order, those from before and those that are waited for")
  func order() {
    let buffer = owner.arm()
    buffer.deliver(.number(1))
    buffer.deliver(.number(2))
    let reading = read(buffer)
    #expect(reading.elements == [.number(1), .number(2)])
    buffer.deliver(.number(3))
    #expect(reading.elements == [.number(1), .number(2), .number(3)])
    buffer.deliver(.gap(.reconnected))
    buffer.deliver(.number(4))
    #expect(reading.elements.suffix(2) == [.gap(.reconnected), .number(4)])
    #expect(!reading.hasEnded)
  }

  @Test("who is too slow gets a gap for what was dropped, at the path that is watched")
  func overflow() {
    let buffer = owner.arm("/watched", limit: 3)
    for number in 1...5 { buffer.deliver(.number(number, at: "/watched/below")) }
    #expect(
      read(buffer).elements == [
        .gap(.overflow, at: "/watched"), .number(5, at: "/watched/below"),
      ])
  }

  @Test("the end comes after what was delivered, and after it nothing")
  func finish() {
    let buffer = owner.arm()
    buffer.deliver(.number(1))
    buffer.finish()
    buffer.deliver(.number(2))
    let reading = read(buffer)
    #expect(reading.elements == [.number(1)])
    #expect(reading.hasEnded)
    #expect(owner.endedSlots == [0])
  }

  @Test("the end reaches who waits for a change", arguments: [false, true])
  func finishWhileWaiting(fails: Bool) {
    let buffer = owner.arm()
    let reading = read(buffer)
    buffer.finish(throwing: fails ? lost : nil)
    #expect(reading.hasEnded == !fails)
    #expect((reading.error as? ZooKeeperError)?.code == (fails ? .connectionLost : nil))
    #expect(reading.elements.isEmpty)
  }

  @Test("an error is thrown once, after what was delivered")
  func failure() {
    let buffer = owner.arm()
    buffer.deliver(.number(1))
    buffer.finish(throwing: lost)
    let first = read(buffer)
    #expect(first.elements == [.number(1)])
    #expect(first.error != nil)
    let second = read(buffer)
    #expect(second.hasEnded)
    #expect(second.elements.isEmpty)
  }

  @Test("a cancelled reader ends, and the next one gets what comes")
  func cancellation() {
    let buffer = owner.arm()
    let cancelled = read(buffer)
    cancelled.cancel()
    #expect(cancelled.hasEnded)
    buffer.deliver(.number(1))
    #expect(cancelled.elements.isEmpty)
    #expect(read(buffer).elements == [.number(1)])
    #expect(owner.endedSlots.isEmpty)
  }

  @Test("a reader who is cancelled when a change has just woken it leaves the change to others")
  func cancellationOfTheWoken() {
    let buffer = owner.arm()
    let cancelled = read(buffer)
    buffer.deliver(.number(1))
    cancelled.cancel()
    #expect(cancelled.hasEnded)
    #expect(cancelled.elements.isEmpty)
    #expect(read(buffer).elements == [.number(1)])
  }

  @Test("a reader who is cancelled before it looks takes nothing")
  func cancellationBefore() async throws {
    let buffer = owner.arm()
    buffer.deliver(.number(1))
    let task = Task(executorPreference: executor) { try await buffer.next() }
    task.cancel()
    executor.runUntilIdle()
    #expect(try await task.value == nil)
    #expect(!buffer.isEmpty)
  }

  @Test("closing wakes who waits, drops what is there and refuses what comes")
  func close() {
    let buffer = owner.arm()
    let waiting = read(buffer)
    buffer.close()
    #expect(waiting.hasEnded)
    buffer.deliver(.number(1))
    #expect(buffer.isEmpty)

    let full = owner.arm()
    full.deliver(.number(1))
    full.finish(throwing: lost)
    full.close()
    let late = read(full)
    #expect(late.hasEnded)
    #expect(late.elements.isEmpty)
  }

  @Test("the owner hears of the end once, in whatever way it comes about and comes again")
  func ownerIsToldOnce() {
    let ends: [(WatchBuffer) -> Void] = [{ $0.close() }, { $0.finish() }]
    for first in ends {
      for second in ends {
        let owner = RecordingOwner()
        let buffer = owner.arm()
        first(buffer)
        second(buffer)
        #expect(owner.endedSlots == [0])
      }
    }
  }

  @Test("an owner who lets go of its last reference is let go")
  func noCycle() {
    weak var owner: RecordingOwner?
    weak var buffer: WatchBuffer?
    do {
      let strongOwner = RecordingOwner()
      let strongBuffer = strongOwner.arm()
      (owner, buffer) = (strongOwner, strongBuffer)
      strongBuffer.deliver(.number(1))
      strongBuffer.close()
    }
    #expect(owner == nil)
    #expect(buffer == nil)
  }

  @Test("two readers at a time are a mistake in the program, and stop it")
  func twoReaders() async {
    await #expect(processExitsWith: .failure) {
      let executor = SteppedExecutor()
      let buffer = RecordingOwner().arm()
      for _ in 0..<2 { _ = Reading(BufferReads(buffer: buffer), on: executor) }
    }
  }
}

/// A buffer as a sequence, without the stream that closes it when it goes.
private struct BufferReads: AsyncSequence, Sendable {
  let buffer: WatchBuffer

  func makeAsyncIterator() -> Iterator { Iterator(buffer: buffer) }

  struct Iterator: AsyncIteratorProtocol {
    let buffer: WatchBuffer

    mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ZooKeeperError) -> WatchChange? {
      try await buffer.next(isolation: actor)
    }
  }
}
