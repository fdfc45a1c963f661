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
    var weight: Int
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
      weight = first.weight
    }

    mutating func append(_ next: Held) {
      held.append(next)
      weight += next.weight
    }
  }

  private var queues = ConnectionMap<Queue>()
  // Connections with a queue, in the order in which they began to wait.
  private var waiting: [ConnectionID] = []
  /// About how many bytes all messages take that are held.
  package private(set) var heldBytes = 0
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
    // Readers come by here all the time while nobody waits.
    let isWaiting = !queues.isEmpty && queues[connection] != nil
    if !isWaiting && gate <= durable {
      release(connection, stamped(message, stamp))
      return
    }
    let held = Held(gate: gate, stamp: stamp, message: message, weight: message.weight)
    heldBytes += held.weight
    if isWaiting {
      queues[connection]?.append(held)
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
        let weight = queue.held[queue.first].weight
        release(connection, stamped(queue.held[queue.first].message, queue.held[queue.first].stamp))
        queue.weight -= weight
        heldBytes -= weight
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
    guard let queue = queues.removeValue(forKey: connection) else { return }
    heldBytes -= queue.weight
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

  private func stamped(_ message: Outgoing, _ stamp: Stamp) -> Outgoing {
    guard stamp == .noLaterThanDurable, case .reply(var header, let body) = message else {
      return message
    }
    header.zxid = min(header.zxid, durable)
    return .reply(header, body)
  }
}
