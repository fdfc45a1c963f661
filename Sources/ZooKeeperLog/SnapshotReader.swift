import ZooKeeperModel
package import ZooKeeperTree
import ZooKeeperWire

/// Whoever takes what a snapshot holds.
package protocol SnapshotReceiver {
  mutating func receive(_ session: PersistedSession)
  mutating func receive(_ acl: PersistedACL)
  /// Parents come before their children, and children in no particular order.
  mutating func receive(_ node: PersistedNode)
}

/// Reads a snapshot from its beginning to its end, and holds little of it at a time.
package struct SnapshotReader: ~Copyable {
  private var window: ReadWindow

  /// Opens a snapshot whose ends look right.
  package init(_ snapshot: NumberedFile, on storage: any Storage) throws(RecoveryError) {
    let file = try RecoveryError.wrapping { () throws(StorageError) in
      try storage.open(snapshot.path)
    }
    if let fault = try snapshot.visibleFault(in: file) {
      throw .damaged(FileDamage(snapshot.path, at: 0, fault))
    }
    let source: any ByteSource =
      snapshot.isCompressed ? GzipSource(file, path: snapshot.path) : PlainSource(file)
    var window = ReadWindow(source, path: snapshot.path)
    let header = try window.record { reader throws(WireError) in try FileHeader(from: &reader) }
    if let fault = header.fault(expecting: .snapshot) {
      throw .damaged(FileDamage(snapshot.path, at: 0, fault))
    }
    self.window = window
  }

  /// Hands on everything. Only when this returns is it known to be whole.
  package mutating func read(
    into receiver: inout some SnapshotReceiver
  ) throws(RecoveryError) -> SnapshotTail {
    for _ in 0..<(try count("sessions")) {
      receiver.receive(
        try window.record { reader throws(WireError) in try PersistedSession(from: &reader) })
    }
    for _ in 0..<(try count("acls")) {
      receiver.receive(
        try window.record { reader throws(WireError) in try PersistedACL(from: &reader) })
    }
    while let node = try window.record({ reader throws(WireError) in
      try PersistedNode(from: &reader)
    }) {
      receiver.receive(node)
    }
    try readSeal()
    return try readTail()
  }

  private mutating func count(_ field: StaticString) throws(RecoveryError) -> Int {
    let count = try window.record { reader throws(WireError) in try reader.int32(field) }
    guard count >= 0 else { throw window.damaged(.unreasonableLength(count)) }
    return Int(count)
  }

  private mutating func readSeal() throws(RecoveryError) {
    let computed = window.checksum
    let stored = try window.record { reader throws(WireError) in try reader.int64("seal") }
    guard stored == Int64(computed) else {
      throw window.damaged(.wrongChecksum(stored: stored, computed: computed))
    }
    let word = try window.record { reader throws(WireError) in try reader.string("seal.word") }
    guard word == SnapshotSeal.word else { throw window.damaged(.brokenSeal) }
  }

  /// What follows the nodes says nowhere what it is, but each form has a length of its own.
  private mutating func readTail() throws(RecoveryError) -> SnapshotTail {
    let digestPart = SnapshotSeal.digestBytes + SnapshotSeal.byteCount
    let lastZxidPart = SnapshotSeal.lastZxidBytes + SnapshotSeal.byteCount
    _ = try window.extend(to: digestPart + lastZxidPart + 1)
    let rest = window.count
    guard [0, digestPart, lastZxidPart, digestPart + lastZxidPart].contains(rest) else {
      throw window.damaged(.trailingBytes(rest))
    }
    var tail = SnapshotTail()
    if rest >= digestPart {
      tail.digest = try window.record { reader throws(WireError) in
        try SnapshotDigest(from: &reader)
      }
      try readSeal()
    }
    if rest == lastZxidPart || rest > digestPart {
      let number = try window.record { reader throws(WireError) in try reader.int64("lastZxid") }
      tail.lastZxid = Zxid(rawValue: number)
      try readSeal()
    }
    return tail
  }
}

extension NumberedFile {
  var isCompressed: Bool { suffix == "gz" }

  /// What can be seen to be wrong without reading the whole snapshot.
  func visibleFault(in file: any StorageFile) throws(RecoveryError) -> FileDamage.Reason? {
    let expected: [UInt8]
    let offset: Int
    switch suffix {
    case nil:
      expected = SnapshotSeal.lastBytes
      let size = try RecoveryError.wrapping { () throws(StorageError) in try file.size() }
      offset = size - expected.count
    case "gz":
      expected = GzipDecompressor.magic
      offset = 0
    default:
      return .unsupportedCompression
    }
    guard offset >= 0 else { return .incomplete }
    var found: [UInt8] = []
    _ = try RecoveryError.wrapping { () throws(StorageError) in
      try file.read(at: offset, atMost: expected.count, appendingTo: &found)
    }
    return found == expected ? nil : .incomplete
  }
}
