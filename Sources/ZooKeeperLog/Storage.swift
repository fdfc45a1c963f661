/// The disk, as far as this room needs one: so few words that a test can stand in for it and lose
/// power after any byte.
package protocol Storage: Sendable {
  /// The names in a directory, in no particular order.
  func list(_ directory: String) throws(StorageError) -> [String]

  /// Makes a directory and those above it; one that exists is fine.
  func createDirectory(_ directory: String) throws(StorageError)

  /// Opens a file for writing that is empty afterwards, whatever it held.
  func create(_ path: String) throws(StorageError) -> any StorageFile

  /// Opens a file for reading.
  func open(_ path: String) throws(StorageError) -> any StorageFile

  /// Opens a file for writing that keeps what it held.
  func openToChange(_ path: String) throws(StorageError) -> any StorageFile

  /// Gives a file another name; what had that name is gone.
  func rename(_ path: String, to newPath: String) throws(StorageError)

  func remove(_ path: String) throws(StorageError)

  /// Makes the names in a directory durable: those that came, changed and went.
  func syncDirectory(_ directory: String) throws(StorageError)

  /// Keeps a directory for its caller, as long as the lock lives and no longer than the process.
  /// Two servers in one directory would each overwrite what the other promised.
  ///
  /// - Returns: nil if somebody else has it.
  func lock(_ directory: String) throws(StorageError) -> (any StorageLock)?
}

extension Storage {
  // In memory every file can be written.
  package func openToChange(_ path: String) throws(StorageError) -> any StorageFile {
    try open(path)
  }

  // What no other process can reach is free.
  package func lock(_ directory: String) throws(StorageError) -> (any StorageLock)? {
    UnsharedDirectory()
  }
}

private final class UnsharedDirectory: StorageLock {}

/// The right to write into a directory, given back together with the last reference to it.
package protocol StorageLock: AnyObject, Sendable {}

/// An open file, closed together with the last reference to it.
///
/// It keeps no position, so that it has no state that threads could share.
package protocol StorageFile: AnyObject, Sendable {
  func size() throws(StorageError) -> Int

  /// Appends up to `count` bytes from `offset` on to `bytes` and returns how many there were; fewer
  /// only at the end of the file.
  func read(
    at offset: Int, atMost count: Int, appendingTo bytes: inout [UInt8]
  ) throws(StorageError) -> Int

  /// Writes all bytes, in place of those that are there and beyond the end.
  func write(_ bytes: RawSpan, at offset: Int) throws(StorageError)

  func truncate(to size: Int) throws(StorageError)

  /// Returns when everything written so far survives a loss of power.
  func sync() throws(StorageError)
}

/// What the disk refused to do.
package struct StorageError: Error, Hashable, Sendable {
  package enum Operation: String, Hashable, Sendable {
    case list, createDirectory = "create the directory", create, open, read, write, truncate, sync
    case rename, remove, measure, lock
    case syncDirectory = "sync the directory"
  }

  package let operation: Operation
  package let path: String
  /// The system's number for the reason, as in `errno`.
  package let code: Int32
  /// The system's words for the reason.
  package let reason: String

  package init(_ operation: Operation, _ path: String, code: Int32, reason: String) {
    self.operation = operation
    self.path = path
    self.code = code
    self.reason = reason
  }
}

extension StorageError: CustomStringConvertible {
  package var description: String {
    "cannot \(operation.rawValue) \(path): \(reason) (error \(code))"
  }
}
