public import ZooKeeper

/// One who belongs to a group, as its node tells.
public struct Member: Hashable, Sendable {
  /// What it calls itself.
  public var name: String
  /// What it says about itself.
  public var data: Payload
  /// The session with which it goes if it does not say good-bye.
  public var session: SessionID
  /// When its node was created, by the clock of the servers.
  public var since: Timestamp
  /// The change that created the node: who was away and came back has another one.
  public var czxid: Zxid

  /// Puts a member together, for fakes and tests.
  public init(
    name: String, data: Payload = .empty, session: SessionID, since: Timestamp, czxid: Zxid
  ) {
    self.name = name
    self.data = data
    self.session = session
    self.since = since
    self.czxid = czxid
  }
}
