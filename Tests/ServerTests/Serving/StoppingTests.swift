import Foundation
import Testing
import ZooKeeperModel

@testable import ZooKeeperServer

/// What a server leaves behind.
@Suite(.timeLimit(.minutes(1))) struct StoppingTests {
  @Test("stopping in the middle of requests loses nothing that was acknowledged")
  func stopUnderLoad() async throws {
    let disk = StallingDisk()
    let server = try await startServer(on: disk)
    let clients = try (0..<4).map { _ in try WireClient(to: server.port) }
    try clients[0].call(.create("/n"))
    disk.hold()
    for client in clients {
      for _ in 0..<100 { client.send(.create("/n/", .persistentSequential)) }
    }
    #expect(disk.holdsSync())
    server.beginToStop()
    disk.release()
    await server.stop()
    var acknowledged: [String] = []
    for client in clients {
      while let message = try? client.receive() {
        guard case .path(let path) = try message.reply(to: .create) else { continue }
        acknowledged.append(path)
      }
    }
    // Those of the batch that was on its way to the disk, at least.
    #expect(!acknowledged.isEmpty)
    try await withServer(on: disk) { server in
      let client = try WireClient(to: server.port)
      for path in acknowledged { #expect(try client.call(.exists(path)).error == .ok) }
    }
  }

  @Test("sessions wait on the disk for a server that is started on it")
  func sessionsOverRestart() async throws {
    let disk = StallingDisk()
    let greeting = try await withServer(on: disk) { server in
      let client = try WireClient(to: server.port)
      try client.call(.create("/mine", .ephemeral))
      return client.greeting
    }
    try await withServer(on: disk) { server in
      let client = try WireClient(
        to: server.port, .resuming(greeting.sessionID, password: greeting.password))
      #expect(client.greeting.sessionID == greeting.sessionID)
      #expect(try client.call(.exists("/mine")).error == .ok)
    }
  }

  @Test("cancelling run() stops the server")
  func cancellation() async throws {
    let server = try await startServer()
    let client = try WireClient(to: server.port)
    await withTaskGroup { group in
      group.addTask {
        await #expect(throws: Never.self) { try await server.run() }
      }
      group.cancelAll()
    }
    #expect(client.socket.readToEnd() == [])
    #expect(throws: WireSocket.Failure.self) { try WireSocket.connect(to: server.port) }
  }

  @Test("a thousand starts and stops leave no descriptor and no thread behind")
  func thousandTimes() async throws {
    await #expect(processExitsWith: .success) {
      func once() async throws {
        let disk = StallingDisk()
        try await withServer(on: disk) { server in
          let socket = try WireSocket.connect(to: server.port)
          let client = try WireClient(socket)
          try client.call(.create("/a"))
          // An open connection, and a request in the middle of it, when the server stops.
          client.send(.set("/a"))
        }
      }
      try await once()
      let before = (Footprint.descriptors, Footprint.threads)
      for _ in 0..<1_000 { try await once() }
      // The runtime opens and closes a few of its own at any time.
      #expect(Footprint.descriptors < before.0 + 10)
      #expect(Footprint.threads < before.1 + 10)
    }
  }
}
