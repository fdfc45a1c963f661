import Testing
import ZooKeeper
import ZooKeeperModel

@Suite(.timeLimit(.minutes(1))) struct ValueStreamTests {
  private let executor = SteppedExecutor()
  private let owner = RecordingOwner()
  private let reads = PendingReads<NodeState?>()
  private let isConnected = LatestValue(true)
  private let buffer: WatchBuffer
  private let reading: Reading<NodeState?>

  init() {
    let (buffer, reads, isConnected) = (owner.arm(), reads, isConnected)
    self.buffer = buffer
    reading = Reading(
      ValueStream(
        changes: WatchStream(arming: { buffer }),
        revision: { $0?.zxid },
        untilConnected: {
          for await isConnected in isConnected.updates where isConnected { return }
        },
        read: { try await reads.read() }),
      on: executor)
  }

  /// Answers the one read that must be waiting, and returns what the reader has seen by then.
  private func answer(_ state: NodeState?) throws -> [NodeState?] {
    try #require(reads.count == 1)
    try reads.answer(state)
    return reading.elements
  }

  private func deliver(_ change: WatchChange) {
    buffer.deliver(change)
    executor.runUntilIdle()
  }

  @Test("the value as it is comes first, without any change")
  func first() throws {
    #expect(try answer(NodeState(1)) == [NodeState(1)])
    #expect(reads.count == 0)
  }

  @Test("the watch is up before the first read is asked for")
  func armedFirst() throws {
    let owner = RecordingOwner()
    let reads = PendingReads<Int>()
    let stream = ValueStream(
      changes: WatchStream(arming: {
        #expect(reads.count == 0)
        return owner.arm()
      }),
      revision: { _ in nil }, untilConnected: {}, read: { try await reads.read() })
    let reading = Reading(stream, on: executor)
    #expect(owner.armedCount == 1)
    #expect(reads.count == 1)
    try reads.answer(7)
    #expect(reading.elements == [7])
  }

  @Test("after a change it is read again, and shown if it differs")
  func change() throws {
    _ = try answer(NodeState(1))
    deliver(.number(2))
    #expect(try answer(NodeState(2)) == [NodeState(1), NodeState(2)])
    deliver(WatchChange(.childrenChanged, at: "/a"))
    #expect(try answer(NodeState(2)) == [NodeState(1), NodeState(2)])
    #expect(reads.count == 0)
  }

  @Test("changes that waited together cost one read")
  func manyChanges() throws {
    _ = try answer(NodeState(1))
    for number in 2...9 { buffer.deliver(.number(number)) }
    executor.runUntilIdle()
    #expect(try answer(NodeState(9)) == [NodeState(1), NodeState(9)])
    #expect(reads.count == 0)
  }

  @Test("what changes during a read is read again, and only the latest is shown")
  func changeDuringRead() throws {
    deliver(.number(2))
    #expect(try answer(NodeState(1)).isEmpty)
    #expect(try answer(NodeState(2)) == [NodeState(2)])
    #expect(reads.count == 0)
  }

  @Test("a node that never rests is shown all the same, and then looked at again")
  func restless() throws {
    for number in 1...3 {
      #expect(reading.elements.isEmpty)
      deliver(.number(number + 1))
      _ = try answer(NodeState(number))
    }
    #expect(reading.elements == [NodeState(3)])
    #expect(try answer(NodeState(4)) == [NodeState(3), NodeState(4)])
    #expect(reads.count == 0)
  }

  @Test("a deletion is shown as nil, once, and a new creation as a value")
  func deletion() throws {
    _ = try answer(NodeState(1))
    deliver(WatchChange(.deleted, at: "/a"))
    #expect(try answer(nil) == [NodeState(1), nil])
    deliver(.gap(.reconnected))
    #expect(try answer(nil) == [NodeState(1), nil])
    deliver(WatchChange(.created, at: "/a"))
    #expect(try answer(NodeState(5)) == [NodeState(1), nil, NodeState(5)])
  }

  @Test(
    "a gap is reason enough to read",
    arguments: [GapReason.overflow, .reconnected, .newSession])
  func gap(reason: GapReason) throws {
    _ = try answer(NodeState(1))
    deliver(.gap(reason))
    #expect(try answer(NodeState(1)) == [NodeState(1)])
    deliver(.gap(reason))
    #expect(try answer(NodeState(2)) == [NodeState(1), NodeState(2)])
  }

  @Test(
    "where history was replaced, an equal zxid does not mean an equal value",
    arguments: [false, true])
  func replacedHistory(duringRead: Bool) throws {
    let (old, new) = (NodeState(7, content: 1), NodeState(7, content: 2))
    #expect(try answer(old) == [old])
    if duringRead {
      deliver(.number(8))
      deliver(.gap(.historyReplaced))
      #expect(try answer(old) == [old])
    } else {
      deliver(.gap(.historyReplaced))
    }
    #expect(try answer(new) == [old, new])
  }

  @Test(
    "a read that the connection failed is made again when a session is there",
    arguments: [ZooKeeperError.Code.connectionLost, .timedOut, .sessionExpired, .sessionMoved])
  func transientFailure(code: ZooKeeperError.Code) throws {
    _ = try answer(NodeState(1))
    deliver(.number(2))
    isConnected.set(false)
    try reads.fail(code)
    executor.runUntilIdle()
    #expect(reads.count == 0)
    isConnected.set(true)
    executor.runUntilIdle()
    #expect(try answer(NodeState(2)) == [NodeState(1), NodeState(2)])
  }

  @Test("any other failure is thrown, and ends the watch")
  func failure() throws {
    _ = try answer(NodeState(1))
    deliver(.number(2))
    try reads.fail(.noAuth)
    #expect((reading.error as? ZooKeeperError)?.code == .noAuth)
    #expect(owner.endedSlots == [0])
  }

  @Test("what only the reader can know of is thrown too")
  func foreignFailure() throws {
    struct Unreadable: Error {}
    try reads.fail(Unreadable())
    #expect(reading.error is Unreadable)
  }

  @Test("the end of the watch is the end")
  func endOfWatch() throws {
    _ = try answer(NodeState(1))
    buffer.finish()
    #expect(reading.hasEnded)
    #expect(reading.elements == [NodeState(1)])
  }

  @Test("a failure of the watch is thrown")
  func failureOfWatch() throws {
    _ = try answer(NodeState(1))
    buffer.finish(throwing: ZooKeeperError(.closed, outcome: .notApplied, operation: .get))
    #expect((reading.error as? ZooKeeperError)?.code == .closed)
  }

  @Test("after a failure, an iterator is at its end, and holds no watch")
  func afterFailure() async throws {
    struct Unreadable: Error {}
    let owner = RecordingOwner()
    let stream = ValueStream<Int>(
      changes: WatchStream(arming: { owner.arm() }), revision: { _ in nil }, untilConnected: {},
      read: { throw Unreadable() })
    var iterator = stream.makeAsyncIterator()
    await #expect(throws: Unreadable.self) { try await iterator.next() }
    #expect(owner.endedSlots == [0])
    #expect(try await iterator.next() == nil)
  }

  @Test("a cancelled reader ends, and its watch with it")
  func cancellation() throws {
    _ = try answer(NodeState(1))
    reading.cancel()
    #expect(reading.hasEnded)
    #expect(owner.endedSlots == [0])
  }

  @Test("what a read throws because it was cancelled is the end")
  func cancellationWhileReading() throws {
    reading.cancel()
    try reads.fail(.cancelled)
    #expect(reading.hasEnded)
    #expect(owner.endedSlots == [0])
  }

  @Test("who is cancelled while there is no session ends too")
  func cancellationWithoutSession() throws {
    isConnected.set(false)
    try reads.fail(.connectionLost)
    executor.runUntilIdle()
    #expect(!reading.hasEnded)
    reading.cancel()
    #expect(reading.hasEnded)
    #expect(reads.count == 0)
  }

  @Test("a change whose read was cancelled is read by whoever goes on")
  func goingOn() async throws {
    let (owner, reads) = (RecordingOwner(), PendingReads<Int>())
    let buffer = owner.arm()
    let stream = ValueStream(
      changes: WatchStream(arming: { buffer }),
      revision: { Zxid(rawValue: Int64($0)) }, untilConnected: {},
      read: { try await reads.read() })
    let follower = Follower(stream)
    func next() -> Task<Int?, any Error> {
      let task = Task(executorPreference: executor) { try await follower.next() }
      executor.runUntilIdle()
      return task
    }

    let first = next()
    try reads.answer(1)
    executor.runUntilIdle()
    #expect(try await first.value == 1)

    buffer.deliver(.number(2))
    let cancelled = next()
    cancelled.cancel()
    try reads.fail(.cancelled)
    executor.runUntilIdle()
    #expect(try await cancelled.value == nil)

    let last = next()
    try reads.answer(2)
    executor.runUntilIdle()
    #expect(try await last.value == 2)
  }
}

/// Keeps an iterator, and lends it to one task after another.
private actor Follower {
  private var iterator: ValueStream<Int>.Iterator

  init(_ stream: ValueStream<Int>) {
    iterator = stream.makeAsyncIterator()
  }

  func next() async throws -> Int? {
    var borrowed = iterator
    defer { iterator = borrowed }
    return try await borrowed.next(isolation: self)
  }
}
