package import ZooKeeperModel

// What a driver asks of a machine that it does not decide.
//
// What it asks often is `mutating` although it changes nothing: who asks a struct that lies in a
// class, from another module, has it copied first otherwise, part by part: a fifth of what a read
// costs.
extension ServerMachine {
  /// About how many bytes of messages wait for the disk on a connection.
  package mutating func heldBytes(for connection: ConnectionID) -> Int {
    gate.heldBytes(for: connection)
  }

  /// The same for all connections together.
  package var heldBytes: Int {
    mutating get { gate.heldBytes }
  }

  /// The last transaction that is known to be on disk.
  package var durable: Zxid { gate.durable }

  /// The connection that has a session now.
  package func connection(of session: SessionID) -> ConnectionID? {
    attached[session]
  }

  /// To be called when clients can connect for the first time.
  package mutating func beginToServe(at now: MonotonicInstant) {
    sessions.beginToServe(at: now)
  }

  /// From now on the tree can be walked while it changes.
  package mutating func beginSnapshot() {
    tree.beginSnapshot()
  }

  package mutating func endSnapshot() {
    tree.endSnapshot()
  }

  /// The next node of a snapshot; nil at its end.
  package mutating func nextNode(_ cursor: inout SnapshotCursor) -> PersistedNode? {
    cursor.next(in: tree)
  }
}
