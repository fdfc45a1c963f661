/// The limits of this room: name, unit, and the reason for the size.
enum TreeLimits {
  /// Bytes of one transaction, 32 MiB: half of what recovery takes for a record, and more than any
  /// honest request comes to. A request of a megabyte can log far more than itself, because every
  /// node it creates can repeat all names that its client has proven.
  static let transactionBytesMax = 32 << 20

  /// Bytes of the answer to one request that reads many nodes, 64 MiB. Asked for the same large
  /// node again and again, a request of a megabyte could make an answer that no frame can hold.
  static let multiReadBytesMax = 64 << 20
}
