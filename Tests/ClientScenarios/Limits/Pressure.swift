import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let pressure = [
    ClientScenario("who does not want to wait is refused when the outbox is full", refuses),
    ClientScenario("who waits for room in the outbox gets it", waitsForRoom),
    ClientScenario("nobody waits for room longer than for an answer", waitsNotForever),
    ClientScenario("ten thousand reads at once all get their own answers", answersAll),
    ClientScenario("tasks may run on the thread that moves the bytes", runsOnLoop),
    ClientScenario("a window of one request is enough for everybody", narrows),
  ]
}

/// An outbox of 4 KiB, and nobody who would empty it.
private func withFullOutbox(
  _ server: ServerUnderTest, _ adjust: (inout ClientConfiguration) -> Void,
  _ body: (ZooKeeperClient, _ waiting: Pending<StepResult>) async throws -> Void
) async throws {
  await server.proxy.refuse()
  try await server.withClient { configuration in
    configuration.limits.frameBytesMax = 4_096
    configuration.limits.outboxBytesMax = 4_096
    adjust(&configuration)
  } _: { zk in
    let pending = zk.pipeline([.create("/first", large), .create("/second", large)])
    // What cannot wait is told at once.
    await expectFailure(.overloaded) { try await pending[1].value }
    #expect(zk.metrics.requestsQueued == 1)
    try await body(zk, pending[0])
  }
}

private let large = Payload([UInt8](repeating: 0, count: 3_000))

private func refuses(_ server: ServerUnderTest) async throws {
  try await withFullOutbox(server) {
    $0.whenFull = .refuse
  } _: { zk, waiting in
    await expectFailure(.overloaded) { try await zk.create("/second", large) }
    await server.proxy.admit()
    #expect(try await waiting.value.created?.path == "/first")
    try await zk.create("/second", large)
    #expect(try await zk.stat("/first")?.dataLength == 3_000)
  }
}

private func waitsForRoom(_ server: ServerUnderTest) async throws {
  try await withFullOutbox(server) {
    $0.whenFull = .wait
  } _: { zk, waiting in
    try await withThrowingTaskGroup { group in
      for number in 1...10 {
        group.addTask { try await zk.create(ZNodePath("/\(number)"), large) }
      }
      let cancelled = Task { try await zk.create("/cancelled", large) }
      cancelled.cancel()
      await expectFailure(.cancelled) { try await cancelled.value }
      #expect(zk.metrics.requestsQueued == 1)
      #expect(zk.metrics.queuedBytes <= 4_096)
      await server.proxy.admit()
      try await group.waitForAll()
    }
    #expect(try await waiting.value.created?.path == "/first")
    #expect(try await zk.children(of: .root).names.count == 11)
  }
}

private func waitsNotForever(_ server: ServerUnderTest) async throws {
  try await withFullOutbox(server) { configuration in
    configuration.whenFull = .wait
    configuration.requestTimeout = .milliseconds(100)
  } _: { zk, waiting in
    try await withThrowingTaskGroup { group in
      for number in 1...10 {
        group.addTask {
          await expectFailure(.timedOut) { try await zk.create(ZNodePath("/\(number)"), large) }
        }
      }
      try await group.waitForAll()
    }
    await expectFailure(.timedOut) { try await waiting.value }
    await server.proxy.admit()
    try await zk.untilConnected()
    #expect(try await !server.shows("/first"))
    #expect(try await !server.shows("/1"))
  }
}

private func answersAll(_ server: ServerUnderTest) async throws {
  let nodes = 100
  try await server.withClient { zk in
    for pending in zk.pipeline((0..<nodes).map { .create(ZNodePath("/\($0)"), "\($0)") }) {
      _ = try await pending.value
    }
    try await withThrowingTaskGroup { group in
      for number in 0..<10_000 {
        group.addTask {
          let node = try await zk.get(ZNodePath("/\(number % nodes)"))
          return node.text == "\(number % nodes)"
        }
      }
      var right = 0
      for try await isRight in group where isRight { right += 1 }
      #expect(right == 10_000)
    }
    #expect(zk.metrics.requestsInFlight == 0 && zk.metrics.requestsQueued == 0)
  }
}

private func runsOnLoop(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await withTaskExecutorPreference(zk.executor) {
      try await zk.withChanges(at: "/a") { changes in
        try await zk.create("/a", "0")
        for number in 1...100 { try await zk.set("/a", to: "\(number)") }
        #expect(try await zk.get("/a").number == 100)
        #expect(try await changes.next(101).last?.kind == .dataChanged)
      }
    }
    #expect(zk.metrics.watches == 0)
  }
}

private func narrows(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.limits.inFlightMax = 1
  } _: { zk in
    let pending = zk.pipeline(
      (1...100).map { _ in .create("/n-", mode: .persistentSequential) })
    #expect(zk.metrics.requestsInFlight <= 1)
    for (index, answer) in pending.enumerated() {
      let name = try await answer.value.created?.path.name
      #expect(name?.sequence(after: "n-")?.rawValue == Int32(index))
    }
  }
}
