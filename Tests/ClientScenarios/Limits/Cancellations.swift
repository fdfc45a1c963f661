import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  static let cancellations = [
    ClientScenario("a call that waits for a server can be cancelled", cancelsWaiting),
    ClientScenario("a call on its way can be cancelled, with an honest outcome", cancelsSent),
    ClientScenario(
      "whoever stops waiting for a pipeline does not stop its requests", leavesPipeline),
    ClientScenario("who cancels half of a thousand calls disturbs none of the others", cancelsHalf),
    ClientScenario("a scope that is cancelled while its watch is put up leaves none", cancelsScope),
  ]
}

private func cancelsWaiting(_ server: ServerUnderTest) async throws {
  await server.proxy.refuse()
  try await server.withClient { zk in
    let call = Task { try await zk.create("/a") }
    try await waitWhile { zk.metrics.requestsQueued == 0 }
    let other = Task { try await zk.create("/b") }
    try await waitWhile { zk.metrics.requestsQueued == 1 }
    call.cancel()
    let error = await expectFailure(.cancelled) { try await call.value }
    #expect(error?.path == "/a")
    #expect(zk.metrics.requestsQueued == 1)
    // Whoever was cancelled before asking is not even queued.
    let early = Task {
      while !Task.isCancelled { await Task.yield() }
      try await zk.create("/c")
    }
    early.cancel()
    await expectFailure(.cancelled) { try await early.value }
    await server.proxy.admit()
    let created = try await other.value
    #expect(created.path == "/b")
    #expect(try await zk.children(of: .root).names == ["b"])
  }
}

private func cancelsSent(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a", "0")
    await server.proxy.stall()
    let write = Task { try await zk.set("/a", to: "1") }
    let read = Task { try await zk.get("/a") }
    let other = Task { try await zk.get("/a") }
    try await waitWhile { zk.metrics.requestsInFlight < 3 }
    write.cancel()
    read.cancel()
    await expectFailure(.cancelled, .unknown) { try await write.value }
    await expectFailure(.cancelled) { try await read.value }
    // Their places in the line are kept, so that the others' answers stay theirs.
    #expect(zk.metrics.requestsInFlight == 3)
    await server.proxy.resume()
    #expect(["0", "1"].contains(try await other.value.text))
    #expect(try await zk.get("/a").text == "1")
    #expect(zk.metrics.requestsFailed == 2)
  }
}

private func leavesPipeline(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    await server.proxy.stall()
    let pending = zk.pipeline([.create("/a"), .get("/a")])
    let write = Task { try await pending[0].value }
    let read = Task { try await pending[1].value }
    write.cancel()
    read.cancel()
    await expectFailure(.cancelled, .unknown) { try await write.value }
    await expectFailure(.cancelled) { try await read.value }
    await server.proxy.resume()
    let answer = try await pending[1].value
    #expect(answer.node?.text == "")
  }
}

private func cancelsHalf(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.create("/a", "x")
    await server.proxy.stall()
    let calls = (0..<1_000).map { _ in Task { try await zk.get("/a").text } }
    try await waitWhile { zk.metrics.requestsInFlight < calls.count }
    for (index, call) in calls.enumerated() where index.isMultiple(of: 2) { call.cancel() }
    for (index, call) in calls.enumerated() where index.isMultiple(of: 2) {
      await expectFailure(.cancelled) { try await call.value }
    }
    await server.proxy.resume()
    for (index, call) in calls.enumerated() where !index.isMultiple(of: 2) {
      #expect(try await call.value == "x")
    }
    // Behind all of them, in whichever order they were sent.
    try await zk.sync()
    #expect(zk.metrics.requestsInFlight == 0)
  }
}

private func cancelsScope(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    try await zk.untilConnected()
    await server.proxy.stall()
    let scope = Task {
      try await zk.withChanges(at: "/a") { _ in Issue.record("the watch is up") }
    }
    try await waitWhile { zk.metrics.requestsInFlight == 0 }
    scope.cancel()
    await expectFailure(.cancelled) { try await scope.value }
    await server.proxy.resume()
    // The server puts the watch up all the same, and is then asked to take it down.
    try await zk.sync()
    try await server.waitUntilUnwatched("/a")
    #expect(zk.metrics.watches == 0)
  }
}
