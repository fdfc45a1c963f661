import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperServer

/// A whole server on a disk that fails: what clients were told is true, whatever happens.
@Suite struct DiskFaultTests {
  /// One writer has its transactions written on the server's own thread, several on the log's.
  @Test(
    "any call fails once, because the disk is full or broken",
    arguments: [28, 5], [1, 3])
  func everyCall(_ code: Int32, _ writers: Int) async throws {
    let calls = try await life(on: MemoryDisk(), writers).storage.disk.calls
    #expect(calls > 80)
    var failures: [ServerFailure.Kind: Int] = [:]
    for call in 1...calls {
      var disk = MemoryDisk()
      disk.failingCall = (call, code)
      let life = try await life(on: disk, writers)
      if let failure = life.failure {
        failures[failure.kind, default: 0] += 1
        expectRightKind(failure)
      }
      try await check(life, seed: UInt64(call), "call \(call) fails")
    }
    #expect(failures[.transactionLog, default: 0] > 20 && failures[.snapshot, default: 0] > 10)
  }

  @Test("a disk without locks is used all the same, and the operator knows")
  func noLocks() async throws {
    var disk = MemoryDisk()
    // Once the directory is there, it is locked. The code says that there is no such operation.
    disk.failingCall = (2, 95)
    let complaints = Complaints()
    let server = try await ZooKeeperServer.start(
      Self.configuration, on: MemoryStorage(disk)
    ) {
      complaints.add($0)
    }
    let crowd = WriterCrowd(done: [0], steps: 3)
    #expect(try await crowd.write(to: Int(server.port)) == [3])
    await server.stop()
    #expect(complaints.all.count == 1 && complaints.all[0].contains("cannot lock /data/version-2"))
  }

  @Test("the power goes at any moment", arguments: [1, 3])
  func powerLoss(_ writers: Int) async throws {
    let power = try await life(on: MemoryDisk(), writers).storage.disk.powerUsed
    #expect(power > 5_000)
    for left in stride(from: 0, to: power, by: max(1, power / 200)) {
      var disk = MemoryDisk()
      disk.powerLeft = left
      let life = try await life(on: disk, writers)
      try await check(life, seed: UInt64(left), "power for \(left) bytes and calls")
    }
  }

  /// What a process wrote outlives it in the system's memory, and only there.
  @Test("what is served after a kill outlives a loss of power, synced by the one killed or not")
  func killThenPowerLoss() async throws {
    let calls = try await life(on: MemoryDisk(), 1).storage.disk.calls
    for call in 1...calls {
      var disk = MemoryDisk()
      disk.endingCall = call
      disk = try await life(on: disk, 1).storage.disk
      disk.endingCall = nil
      let storage = MemoryStorage(disk)
      let server = try await ZooKeeperServer.start(Self.configuration, on: storage) { _ in }
      let served = try await WriterCrowd.found(of: 1, on: Int(server.port))
      let afterPowerLoss = MemoryStorage(storage.disk.afterCrash(.nothing))
      await server.stop()
      let next = try await ZooKeeperServer.start(Self.configuration, on: afterPowerLoss) { _ in }
      let found = try await WriterCrowd.found(of: 1, on: Int(next.port))
      await next.stop()
      #expect(found[0] >= served[0], "killed before call \(call)")
    }
  }

  private struct Life {
    var storage: MemoryStorage
    var failure: ServerFailure?
    var acknowledged: [Int]
  }

  /// Serves writers until they are through, or until the disk fails.
  private func life(on disk: MemoryDisk, _ writers: Int) async throws -> Life {
    let storage = MemoryStorage(disk)
    var life = Life(storage: storage, acknowledged: Array(repeating: 0, count: writers))
    do throws(ServerFailure) {
      let server = try await ZooKeeperServer.start(Self.configuration, on: storage) { _ in }
      let crowd = WriterCrowd(done: life.acknowledged, steps: 90 / writers, window: 3)
      life.acknowledged = await acknowledged(by: crowd, on: server)
      await server.stop()
      try await server.run()
    } catch {
      life.failure = error
    }
    return life
  }

  private func acknowledged(by crowd: WriterCrowd, on server: ZooKeeperServer) async -> [Int] {
    do {
      return try await crowd.write(to: Int(server.port))
    } catch {
      Issue.record("\(error)")
      return crowd.done
    }
  }

  private func check(_ life: Life, seed: UInt64, _ label: String) async throws {
    for survival in [.everything, .nothing, .someSectors(seed: seed)] as [MemoryDisk.Survival] {
      let healed = MemoryStorage(life.storage.disk.afterCrash(survival))
      let comment = Comment(rawValue: "\(label), \(survival) survives")
      do {
        let server = try await ZooKeeperServer.start(Self.configuration, on: healed) { _ in }
        let found = try await WriterCrowd.found(
          of: life.acknowledged.count, on: Int(server.port))
        await server.stop()
        for (found, acknowledged) in zip(found, life.acknowledged) {
          #expect(found >= acknowledged, comment)
        }
      } catch {
        Issue.record(error, comment)
      }
    }
  }

  /// The operator is told what to look at: the file that the reason names.
  private func expectRightKind(_ failure: ServerFailure) {
    switch failure.kind {
    case .transactionLog: #expect(!failure.description.contains("snapshot."))
    case .snapshot: #expect(!failure.description.contains("/log."))
    case .dataDirectory: #expect(failure.description.contains(Self.directory))
    case .configuration, .memberData, .system: Issue.record(failure)
    }
  }

  private static let directory = "/data"

  /// Few transactions between snapshots, so that there are many, and few zeros, for speed.
  private static var configuration: ServerConfiguration {
    var configuration = ServerConfiguration(
      address: "127.0.0.1", port: 0, storage: .directory(directory))
    configuration.snapshots.transactionsMax = 10
    configuration.log.zerosAheadBytes = 512
    return configuration
  }
}
