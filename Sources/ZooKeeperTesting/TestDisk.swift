import Synchronization
package import ZooKeeperLog
import ZooKeeperWire

/// A disk in memory: as durable as the process, and as quick. It fails when told to.
package final class TestDisk: Storage {
  private struct State: Sendable {
    var files: [String: TestFile] = [:]
    var isBroken = false
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether every call fails from now on, as on a disk that is full or broken.
  package func setBroken(_ isBroken: Bool) {
    state.withLock { $0.isBroken = isBroken }
  }

  fileprivate func work<Result: Sendable>(
    _ operation: StorageError.Operation, _ path: String,
    _ body: (inout [String: TestFile]) -> sending Result?
  ) throws(StorageError) -> Result {
    let (result, isBroken) = state.withLock { state -> (Result?, Bool) in
      state.isBroken ? (nil, true) : (body(&state.files), false)
    }
    if let result { return result }
    // The system's numbers for an input or output error and for a missing file.
    throw isBroken
      ? StorageError(operation, path, code: 5, reason: "Input/output error")
      : StorageError(operation, path, code: 2, reason: "No such file or directory")
  }

  package func list(_ directory: String) throws(StorageError) -> [String] {
    try work(.list, directory) { files in
      files.keys.filter { $0.hasPrefix(directory + "/") }
        .map { String($0.dropFirst(directory.count + 1)) }.sorted()
    }
  }

  package func createDirectory(_ directory: String) throws(StorageError) {
    try work(.createDirectory, directory) { _ in () }
  }

  package func create(_ path: String) throws(StorageError) -> any StorageFile {
    try work(.create, path) { files in
      let file = TestFile(self, path)
      files[path] = file
      return file
    }
  }

  package func open(_ path: String) throws(StorageError) -> any StorageFile {
    let file: TestFile = try work(.open, path) { $0[path] }
    return file
  }

  package func rename(_ path: String, to newPath: String) throws(StorageError) {
    try work(.rename, path) { files in
      files.removeValue(forKey: path).map { files[newPath] = $0 }
    }
  }

  package func remove(_ path: String) throws(StorageError) {
    try work(.remove, path) { files in files.removeValue(forKey: path).map { _ in () } }
  }

  package func syncDirectory(_ directory: String) throws(StorageError) {
    try work(.syncDirectory, directory) { _ in () }
  }
}

private final class TestFile: StorageFile {
  private unowned let disk: TestDisk
  private let path: String
  private let bytes = Mutex<[UInt8]>([])

  init(_ disk: TestDisk, _ path: String) {
    self.disk = disk
    self.path = path
  }

  func size() throws(StorageError) -> Int {
    try disk.work(.measure, path) { _ in bytes.withLock { $0.count } }
  }

  func read(
    at offset: Int, atMost count: Int, appendingTo target: inout [UInt8]
  ) throws(StorageError) -> Int {
    let piece: [UInt8] = try disk.work(.read, path) { _ in
      bytes.withLock { Array($0.dropFirst(offset).prefix(count)) }
    }
    target += piece
    return piece.count
  }

  func write(_ new: RawSpan, at offset: Int) throws(StorageError) {
    let copy = new.copied()
    try disk.work(.write, path) { _ in
      bytes.withLock { bytes in
        let end = offset + copy.count
        if bytes.count < end {
          bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
        }
        bytes.replaceSubrange(offset..<end, with: copy)
      }
    }
  }

  func truncate(to size: Int) throws(StorageError) {
    try disk.work(.truncate, path) { _ in bytes.withLock { $0.removeSubrange(size...) } }
  }

  func sync() throws(StorageError) {
    try disk.work(.sync, path) { _ in () }
  }
}
