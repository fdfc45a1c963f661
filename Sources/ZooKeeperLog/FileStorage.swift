import Glibc

/// Real files. The only file of this room that knows the system.
package struct FileStorage: Storage {
  package init() {}

  package func list(_ directory: String) throws(StorageError) -> [String] {
    guard let stream = unsafe opendir(directory) else { throw failure(.list, directory) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      // Only errno tells the end of the list from a failure to read it.
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        guard errno == 0 else { throw failure(.list, directory) }
        return names
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  package func createDirectory(_ directory: String) throws(StorageError) {
    var end = directory.startIndex
    while end < directory.endIndex {
      end = directory.index(after: end)
      end = directory[end...].firstIndex(of: "/") ?? directory.endIndex
      let ancestor = String(directory[..<end])
      if unsafe mkdir(ancestor, 0o755) == 0 {
        // What is durable in a directory is lost with the directory's own name.
        try syncDirectory(FileStorage.parent(of: ancestor))
      } else if errno != EEXIST {
        throw failure(.createDirectory, ancestor)
      }
    }
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package func create(_ path: String) throws(StorageError) -> any StorageFile {
    try open(path, O_RDWR | O_CREAT | O_TRUNC, .create)
  }

  package func open(_ path: String) throws(StorageError) -> any StorageFile {
    try open(path, O_RDONLY, .open)
  }

  package func openToChange(_ path: String) throws(StorageError) -> any StorageFile {
    try open(path, O_RDWR, .open)
  }

  package func rename(_ path: String, to newPath: String) throws(StorageError) {
    guard unsafe Glibc.rename(path, newPath) == 0 else { throw failure(.rename, path) }
  }

  package func remove(_ path: String) throws(StorageError) {
    guard unsafe unlink(path) == 0 else { throw failure(.remove, path) }
  }

  package func syncDirectory(_ directory: String) throws(StorageError) {
    let handle = try open(directory, O_RDONLY | O_DIRECTORY, .syncDirectory)
    guard fsync(handle.descriptor) == 0 else { throw failure(.syncDirectory, directory) }
  }

  package func lock(_ directory: String) throws(StorageError) -> (any StorageLock)? {
    // A lock on the directory itself needs no file that could be left behind.
    let handle = try open(directory, O_RDONLY | O_DIRECTORY, .lock)
    if flock(handle.descriptor, LOCK_EX | LOCK_NB) == 0 { return handle }
    guard errno == EWOULDBLOCK else { throw failure(.lock, directory) }
    return nil
  }

  private func open(
    _ path: String, _ flags: Int32, _ operation: StorageError.Operation
  ) throws(StorageError) -> File {
    // Readable for the owner alone: what is stored here is behind access control elsewhere.
    let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(operation, path) }
    return File(descriptor: descriptor, path: path)
  }
}

extension StorageError {
  /// Whether the file system does not know how to do this, whatever the circumstances.
  package var isUnsupported: Bool {
    [ENOTSUP, EOPNOTSUPP, ENOLCK, EINVAL, ENOSYS, EBADF].contains(code)
  }
}

/// What the system says about the call before.
private func failure(_ operation: StorageError.Operation, _ path: String) -> StorageError {
  let code = errno
  return StorageError(operation, path, code: code, reason: unsafe String(cString: strerror(code)))
}

extension FileStorage {
  fileprivate final class File: StorageFile, StorageLock {
    let descriptor: Int32
    let path: String

    init(descriptor: Int32, path: String) {
      self.descriptor = descriptor
      self.path = path
    }

    deinit {
      close(descriptor)
    }

    func size() throws(StorageError) -> Int {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0 else { throw failure(.measure, path) }
      return Int(status.st_size)
    }

    func read(
      at offset: Int, atMost count: Int, appendingTo bytes: inout [UInt8]
    ) throws(StorageError) -> Int {
      let start = bytes.count
      var isBroken = false
      bytes.append(addingCapacity: count) { room in
        unsafe room.withUnsafeMutableBufferPointer { buffer, used in
          isBroken = unsafe !fill(buffer, count: count, used: &used, from: offset)
        }
      }
      guard !isBroken else { throw failure(.read, path) }
      return bytes.count - start
    }

    /// The system may give fewer bytes than there are.
    private func fill(
      _ buffer: UnsafeMutableBufferPointer<UInt8>, count: Int, used: inout Int, from offset: Int
    ) -> Bool {
      guard let start = buffer.baseAddress else { return true }
      while used < count {
        let got = unsafe pread(descriptor, start + used, count - used, off_t(offset + used))
        if got == 0 { return true }
        if got > 0 { used += got } else if errno != EINTR { return false }
      }
      return true
    }

    func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
      var written = 0
      while written < bytes.byteCount {
        let taken = unsafe bytes.extracting(written...).withUnsafeBytes {
          unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + written))
        }
        if taken > 0 {
          written += taken
        } else if taken == 0 || errno != EINTR {
          throw failure(.write, path)
        }
      }
    }

    func truncate(to size: Int) throws(StorageError) {
      guard ftruncate(descriptor, off_t(size)) == 0 else { throw failure(.truncate, path) }
    }

    func sync() throws(StorageError) {
      // Never again after a failure, not even for EINTR: the kernel may have dropped the pages, and
      // a second call would call them written.
      guard fdatasync(descriptor) == 0 else { throw failure(.sync, path) }
    }
  }
}
