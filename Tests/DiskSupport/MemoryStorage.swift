import Synchronization
package import ZooKeeperLog
import ZooKeeperModel

/// A disk in memory that can lose power after any byte and fail any call.
///
/// It keeps apart what was written and what was synced, for file contents and for names, and can
/// say what would be found after a loss of power.
package final class MemoryStorage: Storage {
  package static let crashCode: Int32 = -1

  private let state: Mutex<MemoryDisk>

  package init(_ disk: MemoryDisk = MemoryDisk()) {
    state = Mutex(disk)
  }

  package var disk: MemoryDisk { state.withLock { $0 } }

  package func list(_ directory: String) throws(StorageError) -> [String] {
    try work(.list, directory) { disk in
      disk.names.keys.filter { $0.hasPrefix(directory + "/") }
        .map { String($0.dropFirst(directory.count + 1)) }
    }
  }

  package func createDirectory(_ directory: String) throws(StorageError) {
    try work(.createDirectory, directory) { _ in }
  }

  package func create(_ path: String) throws(StorageError) -> any StorageFile {
    try work(.create, path) { disk in MemoryFile(self, disk.create(path), path) }
  }

  package func open(_ path: String) throws(StorageError) -> any StorageFile {
    let number = try work(.open, path) { disk in disk.names[path] }
    guard let number else { throw StorageError(.open, path, code: 2, reason: "no such file") }
    return MemoryFile(self, number, path)
  }

  package func rename(_ path: String, to newPath: String) throws(StorageError) {
    try work(.rename, path) { disk in disk.names[newPath] = disk.names.removeValue(forKey: path) }
  }

  package func remove(_ path: String) throws(StorageError) {
    try work(.remove, path) { disk in disk.names[path] = nil }
  }

  package func syncDirectory(_ directory: String) throws(StorageError) {
    try work(.syncDirectory, directory) { disk in disk.durableNames = disk.names }
  }

  package func lock(_ directory: String) throws(StorageError) -> (any StorageLock)? {
    try work(.lock, directory) { _ in MemoryLock() }
  }

  fileprivate func work<Result: Sendable>(
    _ operation: StorageError.Operation, _ path: String,
    _ body: (inout MemoryDisk) -> sending Result
  ) throws(StorageError) -> Result {
    let result = state.withLock { disk in
      disk.refusal(of: 1).map { code in .failure(code) } ?? Outcome.success(body(&disk))
    }
    switch result {
    case .success(let value): return value
    case .failure(let code): throw StorageError(operation, path, code: code, reason: "a test")
    }
  }

  private enum Outcome<Value: Sendable>: Sendable {
    case success(Value)
    case failure(Int32)
  }

  fileprivate func write(
    _ bytes: [UInt8], at offset: Int, of number: Int, _ path: String
  ) throws(StorageError) {
    let refusal = state.withLock { disk -> Int32? in
      let cost = disk.cost(of: bytes)
      let affordable = disk.powerLeft.map { min($0, cost) } ?? cost
      guard let code = disk.refusal(of: cost) else {
        disk.write(bytes, at: offset, of: number)
        return nil
      }
      // What is refused may be written in part.
      disk.write(Array(bytes.prefix(bytes.count * affordable / cost)), at: offset, of: number)
      return code
    }
    if let refusal { throw StorageError(.write, path, code: refusal, reason: "a test") }
  }
}

/// Nobody else sees this disk.
private final class MemoryLock: StorageLock {}

private final class MemoryFile: StorageFile {
  private let storage: MemoryStorage
  private let number: Int
  private let path: String

  init(_ storage: MemoryStorage, _ number: Int, _ path: String) {
    self.storage = storage
    self.number = number
    self.path = path
  }

  func size() throws(StorageError) -> Int {
    try storage.work(.measure, path) { disk in disk.files[number].bytes.count }
  }

  func read(
    at offset: Int, atMost count: Int, appendingTo bytes: inout [UInt8]
  ) throws(StorageError) -> Int {
    let piece = try storage.work(.read, path) { disk in
      Array(disk.files[number].bytes.dropFirst(offset).prefix(count))
    }
    bytes += piece
    return piece.count
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
    let copy = bytes.withUnsafeBytes { Array($0) }
    try storage.write(copy, at: offset, of: number, path)
  }

  func truncate(to size: Int) throws(StorageError) {
    try storage.work(.truncate, path) { disk in disk.truncate(number, to: size) }
  }

  func sync() throws(StorageError) {
    try storage.work(.sync, path) { disk in disk.sync(number) }
  }
}
