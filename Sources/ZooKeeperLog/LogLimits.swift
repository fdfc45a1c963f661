/// The limits of this room: name, unit, and the reason for the size.
package enum LogLimits {
  /// Bytes of zeros behind the first batch of a log, 256 KiB: a server must start in milliseconds.
  package static let firstZerosBytes = 256 << 10

  /// Bytes of zeros that a log grows by later, 4 MiB: seldom enough not to matter, and little
  /// enough that a batch that has to wait for it waits for milliseconds.
  package static let moreZerosBytes = 4 << 20

  /// Bytes of zeros that are written at a time, 256 KiB.
  static let zerosWriteBytes = 256 << 10

  /// Bytes of one record in a log or a snapshot, 64 MiB. A field is limited by itself, but a
  /// session may own any number of nodes that all end in one record. Beyond it a length is taken
  /// for damage, and not believed.
  package static let recordBytesMax = 64 << 20

  /// Bytes that are read from a file at a time, 256 KiB: more is not faster.
  package static let readBytes = 256 << 10

  /// Bytes of a snapshot that are gathered before they are written, 64 KiB.
  package static let snapshotWriteBytes = 64 << 10

  /// How many snapshots are tried before recovery gives up, as Apache does.
  package static let snapshotsTriedMax = 100

  /// How many snapshots a purge keeps at least, as Apache does: one may turn out to be damaged.
  package static let snapshotsKeptMin = 3
}
