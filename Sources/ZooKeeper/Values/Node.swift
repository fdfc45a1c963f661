public import ZooKeeperModel

/// What a node holds: its data, and what ZooKeeper knows about it beside the data.
public struct Node: Hashable, Sendable {
  /// The data.
  public var data: Payload
  /// Versions, times, and the changes that made them.
  public var stat: Stat

  /// Puts a node together, for fakes and tests.
  public init(data: Payload, stat: Stat) {
    self.data = data
    self.stat = stat
  }

  /// The data as text; nil unless it is UTF-8.
  public var text: String? { data.text }
}
