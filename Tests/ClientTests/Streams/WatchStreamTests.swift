import Testing
import ZooKeeper
import ZooKeeperModel

@Suite(.timeLimit(.minutes(1))) struct WatchStreamTests {
  private let executor = SteppedExecutor()
  private let owner = RecordingOwner()

  @Test("a stream listens from the moment an iterator is made, and each for itself")
  func armedPerIterator() {
    let buffers = Log<WatchBuffer>()
    let owner = owner
    let stream = WatchStream(arming: {
      let buffer = owner.arm()
      buffers.append(buffer)
      return buffer
    })
    #expect(owner.armedCount == 0)
    let first = Reading(stream, on: executor)
    let second = Reading(stream, on: executor)
    #expect(owner.armedCount == 2)
    for buffer in buffers.entries { buffer.deliver(.number(1)) }
    #expect(first.elements == [.number(1)])
    #expect(second.elements == [.number(1)])
    first.cancel()
    #expect(first.hasEnded)
    #expect(owner.endedSlots == [0])
    second.cancel()
    #expect(second.hasEnded)
    #expect(owner.endedSlots == [0, 1])
  }

  @Test("making an iterator is enough to listen")
  func armedBeforeTheFirstRead() async throws {
    let buffer = owner.arm()
    let stream = WatchStream(arming: { buffer })
    var iterator = stream.makeAsyncIterator()
    buffer.deliver(.number(1))
    #expect(try await iterator.next() == .number(1))
  }

  @Test("whoever leaves a loop takes the watch down")
  func leaving() async throws {
    let buffer = owner.arm()
    buffer.deliver(.number(1))
    for try await change in WatchStream(arming: { buffer }) {
      #expect(change == .number(1))
      #expect(owner.endedSlots.isEmpty)
      break
    }
    #expect(owner.endedSlots == [0])
  }

  @Test("a watch that is up stays up while the stream, a copy or an iterator is there")
  func armed() async throws {
    let buffer = owner.arm()
    do {
      var iterator: WatchStream.Iterator
      do {
        let stream = WatchStream(armed: buffer)
        let copy = stream
        iterator = copy.makeAsyncIterator()
      }
      buffer.deliver(.number(1))
      #expect(try await iterator.next() == .number(1))
      #expect(owner.endedSlots.isEmpty)
    }
    #expect(owner.endedSlots == [0])
  }

  @Test("an iterator that goes leaves the watch to the stream and the next one")
  func nextIterator() async throws {
    let buffer = owner.arm()
    do {
      let stream = WatchStream(armed: buffer)
      buffer.deliver(.number(1))
      buffer.deliver(.number(2))
      for number in 1...2 {
        var iterator = stream.makeAsyncIterator()
        #expect(try await iterator.next() == .number(number))
      }
      #expect(owner.endedSlots.isEmpty)
    }
    #expect(owner.endedSlots == [0])
  }

  @Test("a scope that ends ends its stream, whoever still reads it")
  func scope() {
    let stream = WatchStream(armed: owner.arm())
    let reading = Reading(stream, on: executor)
    #expect(!reading.hasEnded)
    stream.close()
    #expect(reading.hasEnded)
    #expect(owner.endedSlots == [0])
  }

  @Test("a stream of one change gives it and ends")
  func oneShot() async throws {
    let buffer = owner.arm(limit: 1)
    let stream = WatchStream(armed: buffer)
    buffer.deliver(.number(1))
    buffer.finish()
    var changes: [WatchChange] = []
    for try await change in stream { changes.append(change) }
    #expect(changes == [.number(1)])
    #expect(owner.endedSlots == [0])
  }

  @Test("a reader that lives on an actor does not leave it")
  func isolation() async throws {
    let buffer = owner.arm()
    for number in 1...3 { buffer.deliver(.number(number)) }
    buffer.finish()
    let count = try await Counter().count(WatchStream(armed: buffer))
    #expect(count == 3)
  }
}

/// Would not compile if the iterator, which only its actor may touch, had to leave it.
private actor Counter {
  func count(_ stream: WatchStream) async throws(ZooKeeperError) -> Int {
    var iterator = stream.makeAsyncIterator()
    var count = 0
    while try await iterator.next(isolation: self) != nil {
      assertIsolated()
      count += 1
    }
    return count
  }
}
