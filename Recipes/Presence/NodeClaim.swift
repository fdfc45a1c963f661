import ZooKeeper

/// What somebody knows of an ephemeral node that it has created, and what follows from what it
/// finds at the path.
struct NodeClaim: Sendable {
  /// What is to be thought of what is there.
  enum Verdict: Hashable {
    /// The own node holds what it should.
    case current
    /// The own node holds something else.
    case outdated
    /// The own node of an earlier session, which servers have not taken away yet.
    case stale
    /// Somebody else's.
    case foreign(SessionID?)
  }

  /// Which node it is. The path is not enough, because others may create theirs in its place.
  private struct Mark {
    /// Nil while the creation has no answer.
    var czxid: Zxid?
    let session: SessionID

    func fits(_ stat: Stat) -> Bool {
      stat.ephemeralOwner == session && (czxid == nil || czxid == stat.czxid)
    }
  }

  private var mark: Mark?
  /// One of an earlier session that may still be there, beside what that says of a newer one.
  private var former: Mark?
  /// What was written last; nil where that is not certain.
  private var written: Payload?

  /// Whether there may be a node that has to be deleted one day.
  var mayExist: Bool { mark != nil }

  /// Whether it is certain which node that is.
  var isCertain: Bool { mark?.czxid != nil }

  /// The change that created it, where that is certain.
  var czxid: Zxid? { mark?.czxid }

  mutating func created(_ czxid: Zxid, in session: SessionID, holding data: Payload) {
    former = nil
    mark = Mark(czxid: czxid, session: session)
    written = data
  }

  /// Nobody knows whether it was created.
  mutating func mayHaveCreated(in session: SessionID) {
    if let mark, mark.session != session { former = mark }
    mark = Mark(czxid: nil, session: session)
    written = nil
  }

  /// Nil if nobody knows whether it was written.
  mutating func wrote(_ data: Payload?) {
    written = data
  }

  func owns(_ stat: Stat) -> Bool { [mark, former].contains { $0?.fits(stat) ?? false } }

  /// - Parameters:
  ///   - session: the present one.
  ///   - wanted: what the node should hold. What others write to it stays until that changes.
  mutating func judge(
    _ node: Node, in session: SessionID?, wanting wanted: Payload
  ) -> Verdict {
    guard owns(node.stat) else { return .foreign(node.stat.ephemeralOwner) }
    if let former, former.fits(node.stat) { return .stale }
    mark?.czxid = node.stat.czxid
    guard mark?.session == session else { return .stale }
    if written == nil, node.data == wanted { written = wanted }
    return written == wanted ? .current : .outdated
  }
}
