import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel

/// Whatever happens to the disk: what was acknowledged comes back, and nothing with a hole in it.
@Suite struct CrashTests {
  @Test("a history without a crash comes back whole")
  func whole() throws {
    let storage = MemoryStorage()
    let history = ShortHistory(on: storage)
    #expect(history.failure == nil && history.acknowledged == ShortHistory.transactions)
    #expect(try recovered(storage.disk) == Set(1...ShortHistory.transactions))
  }

  @Test("after a crash at any byte of any write, and at any other call")
  func everyByte() throws {
    let probe = MemoryStorage()
    _ = ShortHistory(on: probe)
    let powerUsed = probe.disk.powerUsed
    #expect(powerUsed > 2_000)
    for power in 0..<powerUsed {
      var disk = MemoryDisk()
      disk.powerLeft = power
      let storage = MemoryStorage(disk)
      let history = ShortHistory(on: storage)
      #expect(history.failure?.code == MemoryStorage.crashCode)
      check(history, storage, seed: UInt64(power), "power for \(power) bytes and calls")
    }
  }

  @Test("after any call fails, because the disk is full or broken", arguments: [28, 5])
  func everyCall(_ code: Int32) throws {
    let probe = MemoryStorage()
    _ = ShortHistory(on: probe)
    for call in 1...probe.disk.calls {
      var disk = MemoryDisk()
      disk.failingCall = (call, code)
      let storage = MemoryStorage(disk)
      let history = ShortHistory(on: storage)
      #expect(history.failure?.code == code)
      #expect(!history.wentOnAfterFailure, "call \(call)")
      check(history, storage, seed: UInt64(call), "call \(call) fails with \(code)")
    }
  }

  @Test("a recovery that cannot read everything says so")
  func unreadable() throws {
    let storage = MemoryStorage()
    _ = ShortHistory(on: storage)
    let probe = MemoryStorage(storage.disk.afterCrash(.everything))
    #expect(try recovered(probe) == Set(1...ShortHistory.transactions))
    for call in 1...probe.disk.calls {
      var disk = storage.disk.afterCrash(.everything)
      disk.failingCall = (call, 5)
      if let numbers = try? recovered(disk) {
        // The newest snapshot could not be read; an older one and the log were as good.
        #expect(numbers == Set(1...ShortHistory.transactions), "call \(call)")
      }
    }
  }

  private func check(
    _ history: ShortHistory, _ storage: MemoryStorage, seed: UInt64, _ label: String
  ) {
    let chances = (0..<4).map { MemoryDisk.Survival.someSectors(seed: 4 * seed + $0) }
    for survival in [.everything, .nothing] + chances {
      let disk = storage.disk.afterCrash(survival)
      // Nothing was promised before the first snapshot was there.
      if history.acknowledged == 0 { continue }
      do {
        let numbers = try recovered(disk)
        let count = Int64(numbers.count)
        #expect(count == 0 || numbers == Set(1...count), "\(label), \(survival): a hole")
        #expect(count >= history.acknowledged, "\(label), \(survival)")
      } catch {
        Issue.record("\(label), \(survival): \(error)")
      }
    }
  }

  private func recovered(_ disk: MemoryDisk) throws -> Set<Int64> {
    try recovered(MemoryStorage(disk))
  }

  private func recovered(_ storage: MemoryStorage) throws -> Set<Int64> {
    var state = RecoveredState()
    let report = try Recovery(GoldenDirectory.location, on: storage).run(into: &state)
    #expect(report.lastZxid.rawValue <= state.numbers.count)
    return state.numbers
  }
}
