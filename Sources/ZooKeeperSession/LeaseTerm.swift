package import ZooKeeperModel

/// How long it is proven that a node of a session is still there, and when to prove it anew.
///
/// What an ephemeral node stands for is over when servers end its session, and its owner must know
/// before anybody else can take its place. Answered pings and reads prove nothing: a server that is
/// cut off from the others goes on answering them for a while. So a write that changes nothing is
/// sent now and then: it checks that the node is there, and no server can answer it alone.
///
/// A value without clock: its driver says what time it is.
package struct LeaseTerm: Hashable, Sendable {
  /// Why it ended.
  package enum Loss: Hashable, Sendable {
    /// Somebody deleted the node.
    case nodeDeleted
    /// The session is gone, and its nodes with it.
    case sessionEnded
    /// No proof arrived in time. The node may still be there.
    case unproven
  }

  /// How long servers wait for a session that they do not hear of.
  package private(set) var timeout: Duration
  /// What it will be once a write has been answered by servers who know of it.
  private var nextTimeout: Duration?
  /// When the latest write was asked for that servers have answered.
  private var provenAt: MonotonicInstant
  /// When to ask for the next proof.
  private var nextProof: MonotonicInstant
  /// When the proof was asked for that has no answer yet.
  private var askedAt: MonotonicInstant?
  package private(set) var loss: Loss?

  /// Begins with a write that was asked for at that moment and went well: the one that created the
  /// node, for example.
  package init(timeout: Duration, provenAt: MonotonicInstant) {
    self.timeout = timeout
    self.provenAt = provenAt
    nextProof = provenAt + timeout / LeaseTerm.proofsPerTimeout
  }

  /// A server tells the leader of the clients that it has heard of when the leader asks, twice a
  /// tick. Sessions last two ticks at least, so that within a quarter of any session's timeout the
  /// leader asks once: proofs that are so far apart are each known to it before the next.
  package static var proofsPerTimeout: Int { 4 }

  /// Nothing is certain from then on.
  ///
  /// The leader counts from when it last heard of us, which may be one interval before the latest
  /// proof. And a tenth of the timeout is left to clocks that do not run alike.
  package var deadline: MonotonicInstant {
    provenAt + (timeout - timeout / LeaseTerm.proofsPerTimeout - timeout / 10)
  }

  /// When something is to be done next.
  package var nextDue: MonotonicInstant {
    if loss != nil { return .never }
    return askedAt == nil ? min(nextProof, deadline) : deadline
  }

  package func isHeld(at now: MonotonicInstant) -> Bool { loss == nil && now < deadline }

  /// Time has passed. Returns whether a proof is to be asked for now.
  package mutating func advance(to now: MonotonicInstant) -> Bool {
    if loss != nil { return false }
    if deadline <= now {
      loss = .unproven
      return false
    }
    guard askedAt == nil, nextProof <= now else { return false }
    askedAt = now
    return true
  }

  /// A write that was asked for at that moment has been answered.
  package mutating func proven(askedAt moment: MonotonicInstant) {
    if askedAt == moment { askedAt = nil }
    if loss != nil || moment <= provenAt { return }
    timeout = nextTimeout.take() ?? timeout
    provenAt = moment
    nextProof = moment + timeout / LeaseTerm.proofsPerTimeout
  }

  /// Servers have agreed on another timeout. A shorter one counts at once.
  package mutating func setTimeout(_ timeout: Duration) {
    nextTimeout = timeout > self.timeout ? timeout : nil
    if timeout >= self.timeout { return }
    self.timeout = timeout
    nextProof = min(nextProof, provenAt + timeout / LeaseTerm.proofsPerTimeout)
  }

  /// The proof asked for did not come, which may mean nothing: it is asked for again soon.
  package mutating func unanswered(at now: MonotonicInstant) {
    askedAt = nil
    nextProof = now + timeout / (2 * LeaseTerm.proofsPerTimeout)
  }

  /// It is over. What was known first stays the reason.
  package mutating func lose(_ reason: Loss) {
    loss = loss ?? reason
  }
}
