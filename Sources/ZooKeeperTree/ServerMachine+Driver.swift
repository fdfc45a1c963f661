package import ZooKeeperModel

// What a driver asks of a machine that it does not decide.
extension ServerMachine {
  /// How many messages wait for the disk on a connection.
  package func heldCount(for connection: ConnectionID) -> Int {
    gate.heldCount(for: connection)
  }

  /// The last transaction that is known to be on disk.
  package var durable: Zxid { gate.durable }

  /// The connection that has a session now.
  package func connection(of session: SessionID) -> ConnectionID? {
    attached[session]
  }

  /// From now on the tree can be walked while it changes.
  package mutating func beginSnapshot() {
    tree.beginSnapshot()
  }

  package mutating func endSnapshot() {
    tree.endSnapshot()
  }

  /// The next node of a snapshot; nil at its end.
  package func nextNode(_ cursor: inout SnapshotCursor) -> PersistedNode? {
    cursor.next(in: tree)
  }
}
