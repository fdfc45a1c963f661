import Testing
import ZooKeeperModel
import ZooKeeperServer

/// Short requests that come to more than a frame or a record can hold.
@Suite(.timeLimit(.minutes(1)), .serialized) struct RecordLimitTests {
  @Test("an answer that no frame can hold is refused, and costs nothing")
  func longMultiRead() async throws {
    await #expect(processExitsWith: .success) {
      try await withServer { server in
        let client = try WireClient(to: server.port)
        try client.call(.create("/n"))
        try client.call(.set("/n", [UInt8](repeating: 1, count: 1_000_000)))
        let before = Footprint.bytes
        // Four gigabytes of data, asked for in a hundred kilobytes.
        let read = MultiOperation.getData(ReadRequest(path: "/n", watch: false))
        let reads = [MultiOperation](repeating: read, count: 4_000)
        let answer = try client.call(.multiRead(.init(operations: reads)))
        #expect(answer.error == ErrorCode(rawValue: -5))
        #expect(Footprint.peakBytes - before < 100 << 20)
        let few = [MultiOperation](repeating: read, count: 20)
        #expect(try client.call(.multiRead(.init(operations: few))).error == .ok)
      }
    }
  }

  @Test("a short request does not log what could not be read back")
  func longTransaction() async throws {
    await #expect(processExitsWith: .success) {
      let disk = StallingDisk()
      var acknowledged: [String] = []
      try await withServer(on: disk) { server in
        let client = try WireClient(to: server.port)
        try client.call(.create("/p"))
        // Each node is for a user with a very long name to do with as it likes.
        let user = String(repeating: "u", count: 900_000)
        #expect(try client.call(.login("\(user):secret")).error == .ok)
        let step = MultiOperation.create(
          CreateRequest(
            path: "/p/", data: nil, acl: AccessControl.creatorAll.entries,
            flags: .persistentSequential))
        let steps = [MultiOperation](repeating: step, count: 200)
        let reply = try client.call(.multi(.init(operations: steps))).reply
        if case .multi(let results) = reply {
          for case .create(let path) in results.results { acknowledged.append(path) }
        }
        try client.call(.create("/after"))
        acknowledged.append("/after")
      }
      try await withServer(on: disk) { server in
        let client = try WireClient(to: server.port)
        for path in acknowledged {
          // Not even a stranger is told that a node is missing that is there.
          #expect(try client.call(.exists(path)).error != .noNode)
        }
      }
    }
  }
}
