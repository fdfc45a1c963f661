import Testing
import ZooKeeper

extension ClientScenario {
  static let sizes = [
    ClientScenario("a node may be as large as a frame allows", takesLargest),
    ClientScenario("a request that is too large is refused before it is sent", refusesLarge),
    ClientScenario("an answer that is too large fails its request alone", failsAlone),
    ClientScenario("many large nodes at once get through", takesMany),
  ]
}

/// What a server takes and gives in one frame: `jute.maxbuffer`, 1 MiB − 1.
private let frameBytes = 0xF_FFFF

private func takesLargest(_ server: ServerUnderTest) async throws {
  try await server.withClient { zk in
    // An answer has a header of 16 bytes, the length of the data in 4, and a stat of 68.
    let data = Payload([UInt8](repeating: 0x5A, count: frameBytes - 88))
    try await zk.create("/a")
    #expect(try await zk.set("/a", to: data).dataLength == data.count)
    #expect(try await zk.get("/a").data == data)
  }
}

private func refusesLarge(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withClient {
    $0.onEvent = { log.append($0) }
  } _: { zk in
    try await zk.create("/a", "small")
    // Around the data of a set: a header of 8 bytes, two lengths and a version of 4 each.
    let room = frameBytes - 20 - "\(server.root)/a".utf8.count
    let tooMuch = Payload([UInt8](repeating: 0, count: room + 1))
    let error = await expectFailure(.tooLarge) { try await zk.set("/a", to: tooMuch) }
    #expect(error?.description.contains("\(frameBytes + 1)") == true)
    #expect(error?.description.contains("\(frameBytes)") == true)
    await expectFailure(.tooLarge) { try await zk.create("/b", tooMuch) }
    await expectFailure(.tooLarge) {
      try await zk.pipeline([.set("/a", to: tooMuch)])[0].value
    }
    #expect(try await zk.get("/a").text == "small")
    #expect(log.count(\.isLoss) == 0)
    let stat = try await zk.set("/a", to: Payload(tooMuch.dropLast()))
    #expect(stat.dataLength == room)
  }
}

private func failsAlone(_ server: ServerUnderTest) async throws {
  let log = EventLog()
  try await server.withWitness { witness in
    try await witness.create("/many")
    try await witness.create("/big", Payload([UInt8](repeating: 1, count: 2_000)))
    let children = (0..<100).map { Step.create(ZNodePath("/many/child-\($0)")) }
    for pending in witness.pipeline(children) { _ = try await pending.value }
  }
  try await server.withClient { configuration in
    configuration.limits.frameBytesMax = 1_024
    configuration.onEvent = { log.append($0) }
  } _: { zk in
    let pending = zk.pipeline([
      .stat("/many"), .children(of: "/many"), .get("/big"), .create("/small"), .stat("/big"),
    ])
    let many = try await pending[0].value.stat
    #expect(many?.numChildren == 100)
    // 88 bytes stand around the data.
    let error = await expectFailure(.tooLarge) { try await pending[2].value }
    #expect(error?.description.contains("2088") == true)
    await expectFailure(.tooLarge) { try await pending[1].value }
    #expect(try await pending[3].value.created?.path == "/small")
    #expect(try await pending[4].value.stat?.dataLength == 2_000)
    #expect(log.count(\.isLoss) == 0)
  }
}

private func takesMany(_ server: ServerUnderTest) async throws {
  try await server.withClient {
    $0.limits.outboxBytesMax = 2 * 1_024 * 1_024
  } _: { zk in
    // Twice as much as may wait to be sent.
    let data = Payload([UInt8](repeating: 7, count: 512 * 1_024))
    try await withThrowingTaskGroup { group in
      for number in 0..<8 {
        group.addTask {
          try await zk.create(ZNodePath("/\(number)"), data)
          #expect(try await zk.get(ZNodePath("/\(number)")).data == data)
        }
      }
      try await group.waitForAll()
    }
    #expect(zk.metrics.queuedBytes == 0)
  }
}
