import ZooKeeperModel

/// What a read of a node shows, as far as a watched value cares.
struct NodeState: Hashable, Sendable {
  /// The change that made it so.
  var zxid: Zxid
  /// Different for whatever was ever written, even where zxids come again.
  var content: Int

  init(_ zxid: Int, content: Int? = nil) {
    self.zxid = Zxid(rawValue: Int64(zxid))
    self.content = content ?? zxid
  }
}
