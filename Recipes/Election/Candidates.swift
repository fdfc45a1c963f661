public import ZooKeeper

/// Who stands for a leadership, at one moment.
public struct Candidates: Hashable, Sendable {
  /// In their order: the first one leads, unless it is just on its way in or out.
  public var inOrder: [Contender]
  /// The change that made it so; nil if nobody has ever stood.
  public var zxid: Zxid?

  /// Who leads; nil if nobody does.
  public var leader: Contender? { inOrder.first }
}
