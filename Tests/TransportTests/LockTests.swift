import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct LockTests {
  @Test("threads that compete lose nothing")
  func competition() throws {
    let counter = Shared(Lock(0))
    let posters = try (0..<4).map { _ in
      try Poster {
        for _ in 0..<50_000 { counter.value.withLock { $0 += 1 } }
      }
    }
    for poster in posters { poster.wait() }
    #expect(counter.value.withLock { $0 } == 200_000)
  }

  @Test("a lock is free again after an error")
  func error() {
    struct Refusal: Error {}
    let lock = Lock(1)
    #expect(throws: Refusal.self) { try lock.withLock { _ in throw Refusal() } }
    #expect(lock.withLock { $0 } == 1)
  }

  @Test("what a lock holds is released with it")
  func release() {
    final class Witness: Sendable {}
    weak var witness: Witness?
    do {
      let lock = Lock(Witness())
      witness = lock.withLock { $0 }
      #expect(witness != nil)
    }
    #expect(witness == nil)
  }
}
