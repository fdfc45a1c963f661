package import ZooKeeperModel

/// What a machine must know of a request to send it; its body comes beside it, encoded.
package struct OutgoingRequest: Sendable {
  /// What becomes of a request whose connection broke before its reply came.
  package enum LossRule: Sendable {
    /// It changes nothing, so it is asked again.
    case askAgain
    /// It may have happened: only the caller can know what to do.
    case giveUp
  }

  package var operation: OpCode
  package var lossRule: LossRule
  /// It makes no sense in any other session: an ephemeral node would belong to the wrong one.
  package var isBoundToSession: Bool
  /// After that moment nobody waits for the reply.
  package var deadline: MonotonicInstant?
  /// The watch that a successful reply leaves on the server.
  package var watch: WatchID?

  package init(
    _ operation: OpCode, lossRule: LossRule, isBoundToSession: Bool = false,
    deadline: MonotonicInstant? = nil, watch: WatchID? = nil
  ) {
    self.operation = operation
    self.lossRule = lossRule
    self.isBoundToSession = isBoundToSession
    self.deadline = deadline
    self.watch = watch
  }
}

/// A request that was accepted, until its reply comes or nobody waits for it any more.
struct QueuedRequest: Sendable {
  /// Nil when nobody waits any more, and for what the machine asks by itself.
  var ticket: Ticket?
  var operation: OpCode
  var lossRule: OutgoingRequest.LossRule
  var isBoundToSession: Bool
  var deadline: MonotonicInstant
  var watch: WatchID?
  var errand: Errand
  var body: RequestBytes.Place
  /// These are given when it moves into a connection's bytes.
  var trace = WatchTrace.own
  var xid = Xid(rawValue: 0)
  var streamOffset = 0

  /// What the machine wants of a request of its own.
  enum Errand: Sendable {
    /// It is a caller's.
    case none
    case restoreWatches
    case removeWatch
    case narrowWatch
    case closeSession

    /// Whether it is about watches that the present connection has, and no other.
    var isOfConnection: Bool { self == .removeWatch || self == .narrowWatch }
  }

  /// Whether the server may have carried it out, if the reply does not come.
  var changesSomething: Bool { lossRule == .giveUp }
}
