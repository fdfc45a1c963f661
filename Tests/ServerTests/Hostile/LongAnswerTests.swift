import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperWire

/// Short questions with long answers.
@Suite(.timeLimit(.minutes(2)), .serialized) struct LongAnswerTests {
  // A million in optimised builds; unoptimised ones take a minute to make so many.
  #if DEBUG
    static let children = 25_000
  #else
    static let children = 1_000_000
  #endif
  static let name = String(repeating: "x", count: 190)

  /// What the list weighs: header, count, and names with their lengths and ten digits.
  static let listBytes = 16 + 4 + children * (4 + 200)

  @Test("very many children are listed for many clients while others are served")
  func manyChildren() async throws {
    await #expect(processExitsWith: .success) {
      try await withServer { server in
        let client = try WireClient(to: server.port)
        try client.call(.create("/many"))
        let step = MultiOperation.create(
          CreateRequest(
            path: "/many/" + Self.name, data: nil, acl: AccessControl.open.entries,
            flags: .persistentSequential))
        let steps = [MultiOperation](repeating: step, count: 2_500)
        for _ in 0..<Self.children / steps.count {
          try client.call(.multi(.init(operations: steps)))
        }
        let before = Footprint.bytes
        let readers = try (0..<8).map { _ in try WireClient(to: server.port) }
        // More lists than memory would hold at once: the second waits until the first has left.
        for reader in readers { for _ in 0..<10 { reader.send(.children("/many")) } }
        #expect(try client.call(.ping).error == .ok)
        for reader in readers { #expect(try reader.socket.frame().count == Self.listBytes) }
        // For each of them one list in words, in bytes and in a buffer that grew for it.
        #expect(Footprint.peakBytes - before < 8 * 5 * Self.listBytes)
      }
    }
  }

  @Test("answers that wait for a slow disk are bounded by what they hold, not by their number")
  func heldLists() async throws {
    await #expect(processExitsWith: .success) {
      let disk = StallingDisk()
      try await withServer(on: disk) { server in
        let client = try WireClient(to: server.port)
        try client.call(.create("/few"))
        let names = (0..<10_000).map { Request.create("/few/\($0)") }
        for xid in names.map(client.send) { try client.answer(to: xid) }
        let reader = try WireClient(to: server.port)
        let witness = try WireClient(to: server.port)
        disk.hold()
        client.send(.create("/few/more"))
        #expect(disk.holdsSync())
        let before = Footprint.bytes
        let lists = (0..<300).map { _ in reader.send(.children("/few")) }
        for _ in 0..<50 { try witness.call(.exists("/zookeeper")) }
        // Names are held in 16 bytes each, and 300 lists of them would take 48 MB.
        #expect(Footprint.peakBytes - before < 24 << 20)
        #expect(!reader.socket.hasNews)
        disk.release()
        for list in lists { #expect(try reader.answer(to: list).header.error == .ok) }
      }
    }
  }
}
