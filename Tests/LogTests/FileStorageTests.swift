import Foundation
import Testing
import ZooKeeperLog
import ZooKeeperModel

/// The real disk, in a temporary directory.
@Suite final class FileStorageTests {
  private let root = FileManager.default.temporaryDirectory
    .appendingPathComponent("zookeeper-log-\(UUID().uuidString)").path
  private let storage = FileStorage()

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  @Test("what is written is read, and names come and go")
  func files() throws {
    let folder = root + "/a/b"
    try storage.createDirectory(folder)
    try storage.createDirectory(folder)
    let file = try storage.create(folder + "/one")
    let written: [UInt8] = [1, 2, 3]
    try file.write(written.span.bytes, at: 2)
    try file.sync()
    #expect(try file.size() == 5)
    try file.truncate(to: 4)
    try storage.rename(folder + "/one", to: folder + "/two")
    try storage.syncDirectory(folder)
    #expect(try storage.list(folder) == ["two"])
    var bytes: [UInt8] = [9]
    let again = try storage.open(folder + "/two")
    #expect(try again.read(at: 1, atMost: 100, appendingTo: &bytes) == 3)
    #expect(bytes == [9, 0, 1, 2])
    try storage.remove(folder + "/two")
    #expect(try storage.list(folder).isEmpty)
  }

  @Test("what is refused says what, where and why")
  func refusals() throws {
    let path = root + "/none/file"
    let refusal = #expect(throws: StorageError.self) { try storage.open(path) }
    #expect(refusal?.path == path && refusal?.operation == .open && refusal?.code == 2)
    #expect("\(try #require(refusal))".contains("cannot open \(path): No such file"))
    #expect(throws: StorageError.self) { try storage.list(root + "/none") }
    #expect(throws: StorageError.self) { try storage.remove(path) }
    #expect(throws: StorageError.self) { try storage.create(path) }
    #expect(throws: StorageError.self) { try storage.rename(path, to: path) }
    #expect(throws: StorageError.self) { try storage.syncDirectory(path) }
  }

  @Test("a full disk is an error, not a loss")
  func fullDisk() throws {
    let full = try storage.create("/dev/full")
    let refusal = #expect(throws: StorageError.self) {
      try full.write([1].span.bytes, at: 0)
    }
    #expect(refusal?.code == ENOSPC)
  }

  @Test("a directory is for one server at a time")
  func lock() throws {
    try storage.createDirectory(root)
    var lock = try storage.lock(root)
    #expect(lock != nil)
    #expect(try storage.lock(root) == nil)
    lock = nil
    #expect(try storage.lock(root) != nil)
    #expect(try storage.list(root).isEmpty)
    #expect(throws: StorageError.self) { try storage.lock(root + "/none") }
  }

  @Test("a log and a snapshot come back from the real disk")
  func recovery() throws {
    let directory = DataDirectory(dataDirectory: root, logDirectory: root + "/logs")
    try directory.create(in: storage)
    var writer = try SnapshotWriter(at: .zero, compression: .gzip, in: directory, on: storage)
    try writer.begin(sessions: [], acls: [])
    for number in Int64(1)...5_000 { try writer.add(.numbered(number)) }
    let sealed = try writer.seal(lastZxid: .zero)
    #expect(try sealed.publish().hasSuffix("/snapshot.0.gz"))
    var log = TransactionLog(in: directory, on: storage)
    for number in Int64(1)...300 { try log.commit([.numbered(number, dataBytes: 2_000)]) }
    var state = RecoveredState()
    let report = try Recovery(directory, on: storage).run(into: &state)
    #expect(report.transactions == 300 && state.nodes.count == 5_000)
    #expect(report.skipped.isEmpty)
  }
}
