package import ZooKeeperModel

/// Holds back what depends on a transaction until that transaction is on disk.
///
/// Each connection has one queue. What stands in it leaves in order, each when the log is durable
/// through its own gate: the last transaction that it lets the client see. So nobody is told what a
/// crash could undo, and a read waits for nothing but the transactions it saw.
package struct CommitGate: Sendable {
  private struct Held: Sendable {
    var gate: Zxid
    var stamp: Stamp
    var message: Outgoing
  }

  /// Which zxid the header of a reply carries when it leaves.
  package enum Stamp: Hashable, Sendable {
    /// The one in its header: of a write its own, of credentials zero.
    case asWritten
    /// How far the server was when it looked, but never further than what is durable.
    case noLaterThanDurable
  }

  private struct Queue: Sendable {
    var held: [Held]
    var first = 0
    /// What is held, as messages weigh.
    var weight: Int

    init(_ first: Held) {
      held = [first]
      weight = first.message.weight
    }

    mutating func append(_ next: Held) {
      held.append(next)
      weight += next.message.weight
    }
  }

  private var queues = ConnectionMap<Queue>()
  // Connections with a queue, in the order in which they began to wait.
  private var waiting: [ConnectionID] = []
  /// The last transaction that is known to be on disk.
  package private(set) var durable: Zxid

  /// `durable` is what was recovered from disk.
  package init(durable: Zxid) {
    self.durable = durable
  }

  /// Sends a message, now or when its gate opens and everything before it on the connection has
  /// left.
  package mutating func send(
    _ message: Outgoing, to connection: ConnectionID, gate: Zxid, stamp: Stamp = .asWritten,
    release: (ConnectionID, Outgoing) -> Void
  ) {
    let held = Held(gate: gate, stamp: stamp, message: message)
    // Readers come by here all the time while nobody waits.
    if !queues.isEmpty, queues[connection] != nil {
      queues[connection]?.append(held)
    } else if gate <= durable {
      release(connection, stamped(held))
    } else {
      queues[connection] = Queue(held)
      waiting.append(connection)
    }
  }

  /// Opens the gate further.
  package mutating func open(
    through zxid: Zxid, release: (ConnectionID, Outgoing) -> Void
  ) {
    guard zxid > durable else { return }
    durable = zxid
    var still: [ConnectionID] = []
    for connection in waiting {
      guard var queue = queues.removeValue(forKey: connection) else { continue }
      while queue.first < queue.held.count, queue.held[queue.first].gate <= durable {
        let held = queue.held[queue.first]
        release(connection, stamped(held))
        queue.weight -= held.message.weight
        queue.first += 1
      }
      guard queue.first < queue.held.count else { continue }
      // Gives back the room of what has left, once it is the larger half.
      if queue.first * 2 > queue.held.count {
        queue.held.removeFirst(queue.first)
        queue.first = 0
      }
      queues[connection] = queue
      still.append(connection)
    }
    waiting = still
  }

  /// Forgets what is held for a connection that is gone.
  package mutating func forget(_ connection: ConnectionID) {
    guard queues.removeValue(forKey: connection) != nil else { return }
    waiting.removeAll { $0 == connection }
  }

  /// How many messages are held for a connection.
  package func heldCount(for connection: ConnectionID) -> Int {
    queues[connection].map { $0.held.count - $0.first } ?? 0
  }

  /// About how many bytes they take.
  package func heldBytes(for connection: ConnectionID) -> Int {
    queues.isEmpty ? 0 : queues[connection]?.weight ?? 0
  }

  private func stamped(_ held: Held) -> Outgoing {
    guard held.stamp == .noLaterThanDurable, case .reply(var header, let body) = held.message
    else { return held.message }
    header.zxid = min(header.zxid, durable)
    return .reply(header, body)
  }
}
