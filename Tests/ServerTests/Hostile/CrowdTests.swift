import Foundation
import Testing
import ZooKeeperModel
import ZooKeeperServer
import ZooKeeperTransport
import ZooKeeperWire

/// Too many of something, each in a process of its own, whose memory is looked at.
@Suite(.timeLimit(.minutes(2)), .serialized) struct CrowdTests {
  @Test("ten thousand idle connections cost little, and the next one is served")
  func idleConnections() async throws {
    await #expect(processExitsWith: .success) {
      let room = try DescriptorLimit.raise()
      // Both ends are in this process.
      let count = min(10_000, (Int(room) - 200) / 2)
      try await withServer { server in
        let before = Footprint.bytes
        let idle = try (0..<count).map { _ in try WireClient(to: server.port) }
        let perConnection = (Footprint.bytes - before) / count
        #expect(perConnection < 8 << 10)
        let guest = try WireClient(to: server.port)
        #expect(try guest.call(.create("/a")).error == .ok)
        #expect(try idle[count / 2].call(.exists("/a")).error == .ok)
      }
    }
  }

  @Test("who watches a busy tree and never reads is cut off, before it costs much")
  func neverReads() async throws {
    await #expect(processExitsWith: .success) {
      let lines = ServerLogLines()
      try await withServer(log: lines.log) { server in
        let writer = try WireClient(to: server.port)
        let path = "/" + String(repeating: "x", count: 200_000)
        try writer.call(.create(path))
        let deaf = try WireClient(.connect(to: server.port, receiveBuffer: 4_096))
        try deaf.call(.watch("/", .persistentRecursive))
        let before = Footprint.bytes
        var writes = 0
        while !lines.contains("does not read"), writes < 2_000 {
          try writer.call(.set(path))
          writes += 1
        }
        #expect(lines.contains("does not read"))
        // 32 MiB wait for it at most, in a buffer that may double as it grows.
        #expect(Footprint.peakBytes - before < 150 << 20)
        #expect(try writer.call(.get(path)).error == .ok)
      }
    }
  }

  @Test("fifty clients who watch everything hear of every change, in order, before its answer")
  func watchStorm() async throws {
    try await withServer { server in
      let writer = try WireClient(to: server.port)
      let watchers = try (0..<50).map { _ in try WireClient(to: server.port) }
      for watcher in watchers { try watcher.call(.watch("/", .persistentRecursive)) }
      try writer.call(.watch("/", .persistentRecursive))
      let paths = (0..<200).map { "/n\($0)" }
      for path in paths {
        try writer.call(.create(path))
        #expect(writer.events.last?.path == path)
      }
      for watcher in watchers {
        // The answer to a ping behind all of them.
        try watcher.call(.ping)
        #expect(watcher.events.map(\.path) == paths)
        #expect(watcher.events.allSatisfy { $0.kind == .nodeCreated })
      }
    }
  }

  @Test("a hundred thousand writes sent without reading wait in the network, not in the server")
  func pipelining() async throws {
    await #expect(processExitsWith: .success) {
      let disk = StallingDisk()
      try await withServer(on: disk) { server in
        let neighbour = try WireClient(to: server.port)
        try neighbour.call(.create("/a"))
        let eager = try WireClient(to: server.port)
        let count: Int32 = 100_000
        let before = Footprint.bytes
        disk.hold()
        Thread.detachNewThread { [socket = eager.socket] in
          for xid in 1...count { socket.send(.request(.set("/a"), xid: Xid(rawValue: xid))) }
        }
        #expect(disk.holdsSync())
        for _ in 0..<2_000 { try neighbour.call(.exists("/zookeeper")) }
        // A thousand requests of it are under way at most; all of them would take 40 MB.
        #expect(Footprint.peakBytes - before < 16 << 20)
        disk.release()
        var last = Zxid.zero
        for xid in 1...count {
          let answer = try eager.answer(to: Xid(rawValue: xid))
          #expect(answer.header.error == .ok && answer.header.zxid > last)
          last = answer.header.zxid
        }
      }
    }
  }
}
