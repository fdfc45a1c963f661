/// The limits of this room: name, unit, and the reason for the size.
enum ServerLimits {
  /// Bytes that a reply buffer begins with, 4 KiB: dozens of small answers.
  static let replyBufferBytes = 4 << 10

  /// Bytes that a buffer may have held to be used again, 512 KiB.
  static let replyBufferBytesKept = 512 << 10

  /// Buffers that are kept for the next turn, as many as sockets are served between two turns.
  static let idleReplyBuffers = 256

  /// Bytes of answers that are gathered before they go to the network, 64 KiB.
  static let gatheredBytesMax = 64 << 10

  /// Requests of one connection that wait for their answers; with more it is not read from. Apache
  /// draws the line there for all connections together (`globalOutstandingLimit`).
  static let unansweredMax = 1_000

  /// Bytes of answers of one connection that wait for the disk, 8 MiB; with more it is not read
  /// from. A thousand lists of a million names would be gigabytes.
  static let heldBytesMax = 8 << 20

  /// Bytes of answers and events of all connections that wait for the disk, 256 MiB; with more
  /// nobody is read from. A change can cause an event for every connection.
  static let heldBytesInAllMax = 256 << 20

  /// Bytes of transactions that gather while the disk is busy, 16 MiB; while there are more nobody
  /// is read from.
  static let gatheredTransactionsMax = 16 << 20

  /// Bytes that wait for a client that does not read, 32 MiB. It is not read from either by then,
  /// but others go on causing events for it. With more to say to it, it is cut off instead.
  static let unreadBytesMax = 32 << 20

  /// How long a connection that is being closed may take for what it was told last.
  static let farewell: Duration = .seconds(2)

  /// Nodes that are written into a snapshot between two looks at the network: about a millisecond.
  static let snapshotSliceNodes = 1_000

  /// Bytes of data that these may have together, 256 KiB: it is large nodes that take time. The
  /// last one may be larger.
  static let snapshotSliceBytes = 256 << 10

  /// The same where they are compressed, 32 KiB: that takes ten times as long.
  static let compressedSliceBytes = 32 << 10

  /// Bytes of a snapshot that the disk may be behind, 8 MiB: some milliseconds of its time.
  static let unsettledSnapshotBytes = 8 << 20
}
