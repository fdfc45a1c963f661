import DiskSupport
import Foundation
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

/// A data directory that a real server wrote.
struct GoldenDirectory: Sendable, CustomStringConvertible {
  let name: String
  /// By path, below `/data`.
  let files: [String: [UInt8]]

  static let all: [GoldenDirectory] = [
    "apache-3.8", "apache-3.8-plain", "apache-3.9", "apache-3.9-plain",
  ].map(GoldenDirectory.init)

  static let location = DataDirectory(dataDirectory: "/data")

  private init(_ name: String) {
    self.name = name
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/\(name)")
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    let contents = (files ?? []).compactMap { file -> (String, [UInt8])? in
      guard let data = try? Data(contentsOf: file) else { return nil }
      return ("/data/version-2/" + file.lastPathComponent, [UInt8](data))
    }
    self.files = Dictionary(uniqueKeysWithValues: contents)
  }

  var description: String { name }

  var storage: MemoryStorage { MemoryStorage(MemoryDisk(files)) }

  func logs() throws -> [NumberedFile] { try Self.location.logFiles(in: storage) }

  func snapshots() throws -> [NumberedFile] { try Self.location.snapshotFiles(in: storage) }

  func transactions(_ log: NumberedFile) throws -> [Transaction] {
    var reader = try LogFileReader(log.path, on: storage)
    var transactions: [Transaction] = []
    while let transaction = try reader.next() { transactions.append(transaction) }
    return transactions
  }

  func state(_ snapshot: NumberedFile) throws -> RecoveredState {
    var state = RecoveredState()
    var reader = try SnapshotReader(snapshot, on: storage)
    state.tail = try reader.read(into: &state)
    return state
  }
}
