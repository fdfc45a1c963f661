import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperWire

/// Requests that hold many.
@Suite(.timeLimit(.minutes(1))) struct HostileMultiTests {
  static let anyVersion = Version(rawValue: -1)

  @Test("a hundred thousand tiny steps in one request are done, or undone, together")
  func tinySteps() async throws {
    try await withServer(configured: { $0.connections.frameBytesMax = 4 << 20 }) { server in
      let client = try WireClient(to: server.port)
      let neighbour = try WireClient(to: server.port)
      let count = 100_000
      let check = MultiOperation.check(VersionedRequest(path: "/", version: Self.anyVersion))
      let checks = [MultiOperation](repeating: check, count: count)
      guard case .multi(let all) = try client.call(.multi(.init(operations: checks))).reply else {
        Issue.record("no results")
        return
      }
      #expect(all.results == [MultiResult](repeating: .check, count: count))
      let zxid = client.lastHeader.zxid

      let failing = MultiOperation.delete(
        VersionedRequest(path: "/none", version: Self.anyVersion))
      let undone = try client.call(.multi(.init(operations: checks + [failing]))).reply
      guard case .multi(let none) = undone else {
        Issue.record("no results")
        return
      }
      let ok = [MultiResult](repeating: .error(.ok), count: count)
      #expect(none.results == ok + [.error(.noNode)])
      // However many steps: one place each in the order of changes.
      #expect(client.lastHeader.zxid.rawValue == zxid.rawValue + 1)
      #expect(try neighbour.call(.ping).error == .ok)
    }
  }

  @Test("a request within a request within a request is not understood, however deep")
  func nested() async throws {
    try await withServer { server in
      let client = try WireClient(to: server.port)
      for depth in [1, 2, 100_000] {
        let answer = try client.answer(to: client.send(depth: depth))
        #expect(answer.header.error == ErrorCode(rawValue: -5))
        #expect(answer.body.isEmpty)
      }
      #expect(try client.call(.ping).error == .ok)
    }
  }

  @Test("reads among writes and writes among reads are not understood")
  func mixed() async throws {
    try await withServer { server in
      let client = try WireClient(to: server.port)
      let read = MultiOperation.getData(ReadRequest(path: "/", watch: false))
      let write = MultiOperation.setData(
        SetDataRequest(path: "/", data: [9], version: Self.anyVersion))
      for operations in [[read, write], [write, read]] {
        let wrong = ErrorCode(rawValue: -5)
        #expect(try client.call(.multi(.init(operations: operations))).error == wrong)
        #expect(try client.call(.multiRead(.init(operations: operations))).error == wrong)
      }
      guard case .data(let root) = try client.call(.get("/")).reply else {
        Issue.record("no data")
        return
      }
      #expect(root.data == [])
    }
  }
}

extension WireClient {
  /// Sends a multi that begins another one that begins another one, and so on.
  fileprivate func send(depth: Int) -> Xid {
    let xid = Xid(rawValue: 77)
    socket.send(
      .frame { writer in
        RequestHeader(xid: xid, operation: .multi).encode(to: &writer)
        for _ in 0..<depth {
          writer.int32(OpCode.multi.rawValue)
          writer.bool(false)
          writer.int32(-1)
        }
      })
    return xid
  }
}
