import Foundation
import PeerSupport
import Testing
import ZooKeeperModel

/// What `zkserver` says and with which code it ends when its files are not as they should be.
@Suite struct ServedFilesTests {
  @Test("a full disk ends the server; what it acknowledged is there, and more room heals it")
  func fullDisk() async throws {
    let scratch = try ScratchDirectory("zookeeper-full")
    let disk = scratch.file("disk")
    let kept = scratch.file("kept")
    for folder in [disk, kept] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    // A disk of its own, seen by the server alone; what is on it is copied when the server is gone.
    let script = """
      mount -t tmpfs -o size=600k tmpfs '\(disk)' || exit 99
      "$@"; code=$?; cp -a '\(disk)/.' '\(kept)' || exit 98; exit $code
      """
    let server = try BundledServerProcess(
      arguments(disk), through: ["unshare", "-rm", "sh", "-c", script, "sh"])
    let crowd = WriterCrowd(done: [0, 0, 0], steps: .max / 2, window: 16)
    let acknowledged = try await crowd.write(to: server.port())
    let code = server.exitCode()
    #expect(code == 1 || code == 10)
    #expect(acknowledged.allSatisfy { $0 > 10 })
    let words = server.complaints
    #expect(words.contains("No space left on device"))
    #expect(words.split(separator: "\n").count { $0.contains("zkserver: error: ") } == 1)
    let healed = try BundledServerProcess(arguments(kept))
    let found = try await WriterCrowd.found(of: 3, on: healed.port())
    for (found, acknowledged) in zip(found, acknowledged) { #expect(found >= acknowledged) }
    #expect(healed.stop() == 0)
  }

  @Test("a second server on the same files is refused, and the first one goes on")
  func secondServer() async throws {
    let scratch = try ScratchDirectory("zookeeper-shared")
    let first = try BundledServerProcess(arguments(scratch.path))
    let port = try first.port()
    try expect(
      arguments(scratch.path), endsWith: 3, saying: "/version-2 is in use by another server")
    let crowd = WriterCrowd(done: [0], steps: 10)
    #expect(try await crowd.write(to: port) == [10])
    first.kill()
    let next = try BundledServerProcess(arguments(scratch.path))
    #expect(try await WriterCrowd.found(of: 1, on: next.port()) == [10])
  }

  @Test("a directory that cannot be made is named")
  func noDirectory() throws {
    let scratch = try ScratchDirectory("zookeeper-file")
    let file = try scratch.write("I am no directory", to: "file")
    try expect(arguments(file), endsWith: 3, saying: "cannot create the directory \(file)")
  }

  @Test("a disk that cannot be written to is named")
  func readOnly() throws {
    let scratch = try ScratchDirectory("zookeeper-read-only")
    let script = "mount -t tmpfs -o ro tmpfs '\(scratch.path)' || exit 99; exec \"$@\""
    let server = try BundledServerProcess(
      arguments(scratch.path), through: ["unshare", "-rm", "sh", "-c", script, "sh"])
    #expect(server.exitCode() == 3)
    let words = "cannot create the directory \(scratch.path)/version-2: Read-only file system"
    #expect(server.complaints.contains(words))
  }

  @Test("a log without a snapshot to continue is not trusted")
  func logAlone() async throws {
    let scratch = try await written()
    for name in try names(scratch, "snapshot.") { try remove(name, scratch) }
    try expect(arguments(scratch.path), endsWith: 3, saying: "no snapshot for its")
  }

  @Test("a damaged snapshot is passed over while an older one and the logs give the same")
  func damagedSnapshot() async throws {
    let scratch = try await written()
    let newest = try #require(try names(scratch, "snapshot.").last)
    try damage(newest, scratch) { $0.removeLast($0.count / 2) }
    let server = try BundledServerProcess(arguments(scratch.path))
    #expect(try await WriterCrowd.found(of: 1, on: server.port()) == [100])
    #expect(server.complaints.contains("warning: \(scratch.path)/version-2/\(newest)"))
    #expect(server.stop() == 0)
    for name in try names(scratch, "snapshot.") { try damage(name, scratch) { $0.removeAll() } }
    try expect(arguments(scratch.path), endsWith: 3, saying: "every snapshot is damaged")
  }

  @Test("a log that breaks off is read to there; one with a changed byte is not believed")
  func damagedLog() async throws {
    let scratch = try await written()
    let newest = try #require(try names(scratch, "log.").last)
    try damage(newest, scratch) { bytes in
      let end = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
      bytes.removeSubrange((end - 5)...)
    }
    let server = try BundledServerProcess(arguments(scratch.path))
    #expect(try await WriterCrowd.found(of: 1, on: server.port()) == [99])
    #expect(server.complaints.contains("breaks off in the middle of a record"))
    server.kill()
    let changed = try await written()
    let log = try #require(try names(changed, "log.").last)
    try damage(log, changed) { $0[16 + 12 + 3] ^= 1 }
    try expect(arguments(changed.path), endsWith: 3, saying: "\(log) is damaged at byte 16")
  }

  @Test("a log that is missing in the middle is missed")
  func missingLog() async throws {
    let scratch = try await written()
    for name in try names(scratch, "snapshot.").dropFirst() { try remove(name, scratch) }
    try remove(try #require(try names(scratch, "log.").dropFirst().first), scratch)
    try expect(arguments(scratch.path), endsWith: 3, saying: "transactions are missing")
  }
}

extension ServedFilesTests {
  private func arguments(_ directory: String) -> [String] {
    ["--port", "0", "--data-dir", directory, "--set", "snapCount=40", "--set", "preAllocSize=16"]
  }

  private func expect(
    _ arguments: [String], endsWith code: Int, saying words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let server = try BundledServerProcess(arguments)
    #expect(server.exitCode() == code, sourceLocation: sourceLocation)
    let said = server.complaints
    #expect(said.contains(words), Comment(rawValue: said), sourceLocation: sourceLocation)
    let errors = said.split(separator: "\n").count { $0.contains("error: ") }
    #expect(errors == 1, Comment(rawValue: said), sourceLocation: sourceLocation)
  }

  /// A directory with a hundred steps of one writer in several logs and snapshots, left by a kill.
  private func written() async throws -> ScratchDirectory {
    let scratch = try ScratchDirectory("zookeeper-written")
    let server = try BundledServerProcess(arguments(scratch.path))
    let crowd = WriterCrowd(done: [0], steps: 100, window: 1)
    #expect(try await crowd.write(to: server.port()) == [100])
    server.kill()
    return scratch
  }

  /// The files of a kind, in the order of their numbers.
  private func names(_ scratch: ScratchDirectory, _ prefix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.file("version-2"))
      .filter { $0.hasPrefix(prefix) }
      .sorted {
        (Int($0.dropFirst(prefix.count), radix: 16) ?? 0)
          < (Int($1.dropFirst(prefix.count), radix: 16) ?? 0)
      }
  }

  private func remove(_ name: String, _ scratch: ScratchDirectory) throws {
    try FileManager.default.removeItem(atPath: scratch.file("version-2/\(name)"))
  }

  private func damage(
    _ name: String, _ scratch: ScratchDirectory, _ change: (inout [UInt8]) -> Void
  ) throws {
    let path = scratch.file("version-2/\(name)")
    var bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
    change(&bytes)
    try Data(bytes).write(to: URL(filePath: path))
  }
}
