/// Every limit of this room: its name, its unit, and the reason for its size.
package enum TransportLimits {
  /// Bytes that one read takes at most, 256 KiB: hundreds of requests in one system call, and still
  /// inside of a core's second cache. All streams of a loop share the one buffer of this size.
  package static let receiveBytes = 256 * 1024

  /// Bytes that wait for a slow reader before its owner should produce no more, 256 KiB: more than
  /// the network needs to stay busy while the owner wakes up.
  package static let queuedBytesHighWater = 256 * 1024

  /// Ready sockets that are served between two looks at mailbox and timers.
  package static let eventsPerTurn = 256

  /// Batches of tasks that one turn runs: tasks that wake each other need no look at the sockets
  /// for every step, and one that never rests does not keep them waiting.
  package static let taskBatchesPerTurn = 16

  /// Connections that one turn accepts, so that a storm of clients starves nobody who is connected.
  package static let acceptsPerTurn = 64

  /// Connections that wait to be accepted: the kernel's own maximum, because a whole cluster comes
  /// back at once when its server does.
  package static let backlog: Int32 = 4096

  /// How long a listener rests when the process has no descriptors left. Trying on would spin; the
  /// clients wait in the backlog meanwhile.
  package static let restWithoutDescriptors: Duration = .milliseconds(100)
}
