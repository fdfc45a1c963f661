import PeerSupport
import ZooKeeperLog

/// A disk in memory whose syncs can be held up, counted and made to fail.
///
/// Only those of transaction logs: what waits for a snapshot is no client.
final class StallingDisk: Storage {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var isHeld = false
    var fails = false
    var waitingSyncs = 0
    var syncs = 0

    func names(in directory: String) -> [String] {
      files.keys.filter { $0.hasPrefix(directory + "/") }
        .map { String($0.dropFirst(directory.count + 1)) }
    }
  }

  /// How long somebody waits here at most: rather a failing test than one that hangs.
  private static let patience: Duration = .seconds(30)

  private let state = Guarded(State())

  /// Syncs of transaction logs that were asked for so far.
  var syncCount: Int { state.withLock { $0.syncs } }

  /// From here on a sync does not return.
  func hold() {
    state.withLock { $0.isHeld = true }
  }

  /// Lets those go that wait, and all that come.
  func release() {
    state.withLock { $0.isHeld = false }
  }

  /// Lets those go that wait, and they have failed.
  func fail() {
    state.withLock { state in
      state.fails = true
      state.isHeld = false
    }
  }

  /// Waits until a sync waits, and says whether it does.
  func holdsSync() -> Bool {
    state.wait(atMost: Self.patience) { $0.waitingSyncs > 0 }
  }

  /// Bytes of all files in a directory.
  func byteCount(in directory: String) -> Int {
    state.withLock { state in
      state.files.reduce(0) { $0 + ($1.key.hasPrefix(directory + "/") ? $1.value.count : 0) }
    }
  }

  /// Waits until the names in a directory are as wished, and says whether they are.
  func shows(in directory: String, _ isWished: ([String]) -> Bool) -> Bool {
    state.wait(atMost: Self.patience) { isWished($0.names(in: directory)) }
  }

  func list(_ directory: String) -> [String] {
    state.withLock { $0.names(in: directory) }
  }

  func createDirectory(_ directory: String) {}

  func create(_ path: String) -> any StorageFile {
    state.withLock { $0.files[path] = [] }
    return File(self, path)
  }

  func open(_ path: String) throws(StorageError) -> any StorageFile {
    guard state.withLock({ $0.files[path] != nil }) else {
      throw StorageError(.open, path, code: 2, reason: "no such file")
    }
    return File(self, path)
  }

  func rename(_ path: String, to newPath: String) {
    state.withLock { $0.files[newPath] = $0.files.removeValue(forKey: path) }
  }

  func remove(_ path: String) {
    state.withLock { $0.files[path] = nil }
  }

  func syncDirectory(_ directory: String) {}

  private func bytes(_ path: String) -> [UInt8] {
    state.withLock { $0.files[path] ?? [] }
  }

  private func change(_ path: String, _ body: (inout [UInt8]) -> Void) {
    state.withLock { body(&$0.files[path, default: []]) }
  }

  private func sync(_ path: String) throws(StorageError) {
    guard path.contains("/log.") else { return }
    state.withLock { state in
      state.syncs += 1
      state.waitingSyncs += 1
    }
    let wasReleased = state.wait(atMost: Self.patience) { !$0.isHeld }
    let fails = state.withLock { state in
      state.waitingSyncs -= 1
      return state.fails
    }
    if fails || !wasReleased { throw StorageError(.sync, path, code: 5, reason: "a test") }
  }

  private final class File: StorageFile {
    private let disk: StallingDisk
    private let path: String

    init(_ disk: StallingDisk, _ path: String) {
      self.disk = disk
      self.path = path
    }

    func size() -> Int { disk.bytes(path).count }

    func read(at offset: Int, atMost count: Int, appendingTo bytes: inout [UInt8]) -> Int {
      let piece = disk.bytes(path).dropFirst(offset).prefix(count)
      bytes += piece
      return piece.count
    }

    func write(_ bytes: RawSpan, at offset: Int) {
      let copy = bytes.withUnsafeBytes { Array($0) }
      disk.change(path) { file in
        let missing = offset + copy.count - file.count
        if missing > 0 { file += [UInt8](repeating: 0, count: missing) }
        file.replaceSubrange(offset..<offset + copy.count, with: copy)
      }
    }

    func truncate(to size: Int) {
      disk.change(path) { $0 = Array($0.prefix(size)) }
    }

    func sync() throws(StorageError) {
      try disk.sync(path)
    }
  }
}
