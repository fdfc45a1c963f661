package import ZooKeeperModel
package import ZooKeeperTree
import ZooKeeperWire

/// Writes a snapshot in slices, as large as its caller likes and with other work between them.
///
/// First `begin`, then every node, then `seal`. Until it is published the file has a name under
/// which nobody looks for a snapshot.
package struct SnapshotWriter: ~Copyable {
  /// Whether snapshots are compressed.
  package enum Compression: Sendable {
    case none
    case gzip
  }

  private let storage: any Storage
  private let directory: String
  private let name: String
  /// For whoever syncs what is written so far before there is more of it.
  package let file: any StorageFile
  private let compressor: GzipCompressor?
  private var writer = JuteWriter(capacity: 2 * LogLimits.snapshotWriteBytes)
  private var sum = Checksum.adlerStart
  /// How much of what the writer holds is in the sum.
  private var summedBytes = 0
  /// How many bytes are in the file, which is where the next ones go.
  package private(set) var writtenBytes = 0

  /// Begins the snapshot of a state that has every transaction up to `zxid`, and maybe later ones.
  package init(
    at zxid: Zxid, compression: Compression = .none, in directory: DataDirectory,
    on storage: any Storage
  ) throws(StorageError) {
    self.storage = storage
    self.directory = directory.snapshots
    let isCompressed = compression == .gzip
    name = NumberedFile.name(.snapshot, zxid) + (isCompressed ? ".gz" : "")
    compressor = isCompressed ? GzipCompressor() : nil
    file = try storage.create(
      directory.snapshots + "/" + DataDirectory.unfinishedPrefix + name)
    FileHeader.snapshot.encode(to: &writer)
  }

  /// Writes what precedes the nodes.
  package mutating func begin(
    sessions: [PersistedSession], acls: [PersistedACL]
  ) throws(StorageError) {
    writer.int32(Int32(sessions.count))
    for session in sessions {
      session.encode(to: &writer)
      try flushIfFull()
    }
    writer.int32(Int32(acls.count))
    for acl in acls {
      acl.encode(to: &writer)
      try flushIfFull()
    }
  }

  /// Writes a node; its parent must have been written before.
  package mutating func add(_ node: PersistedNode) throws(StorageError) {
    node.encode(to: &writer)
    try flushIfFull()
  }

  /// Ends the snapshot.
  ///
  /// With a digest goes the last transaction that was applied, and without one neither: Apache
  /// takes what comes first for a digest if its own are switched on.
  package consuming func seal(
    digest: SnapshotDigest? = nil, lastZxid: Zxid
  ) throws(StorageError) -> SealedSnapshot {
    writer.string(SnapshotSeal.word)
    appendSeal()
    if let digest {
      digest.encode(to: &writer)
      appendSeal()
      writer.int64(lastZxid.rawValue)
      appendSeal()
    }
    try flush(isLast: true)
    return SealedSnapshot(storage: storage, directory: directory, name: name, file: file)
  }

  /// Gives the snapshot up.
  package consuming func discard() throws(StorageError) {
    try storage.remove(directory + "/" + DataDirectory.unfinishedPrefix + name)
  }

  private mutating func appendSeal() {
    sumUp()
    writer.int64(Int64(sum))
    writer.string(SnapshotSeal.word)
  }
}

extension SnapshotWriter {
  private mutating func flushIfFull() throws(StorageError) {
    if writer.buffer.count >= LogLimits.snapshotWriteBytes { try flush(isLast: false) }
  }

  private mutating func sumUp() {
    sum = Checksum.adler32(writer.bytes.extracting(summedBytes...), after: sum)
    summedBytes = writer.buffer.count
  }

  private mutating func flush(isLast: Bool) throws(StorageError) {
    sumUp()
    if let compressor {
      let compressed = compressor.compress(writer.bytes.octets, isLast: isLast)
      try file.write(compressed.span.raw, at: writtenBytes)
      writtenBytes += compressed.count
    } else {
      try file.write(writer.bytes, at: writtenBytes)
      writtenBytes += writer.buffer.count
    }
    writer.removeAll()
    summedBytes = 0
  }
}
