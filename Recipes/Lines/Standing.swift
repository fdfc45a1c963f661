import ZooKeeper

/// Where somebody stands in a line, by the names of all who do.
enum Standing: Hashable, Sendable {
  /// Nobody is in the way.
  case first
  /// So many are in the way, of whom this one came last.
  case behind(ZNodeName, count: Int)
  /// The own node is not there.
  case missing

  init(of own: ZNodeName, among names: [ZNodeName], _ naming: LineNaming) {
    guard let own = Stander(own, naming), names.contains(own.name) else {
      self = .missing
      return
    }
    var last: Stander?
    var count = 0
    for name in names {
      guard let other = Stander(name, naming), other.precedes(own), !(other.shares && own.shares)
      else { continue }
      count += 1
      if last?.precedes(other) ?? true { last = other }
    }
    self = last.map { .behind($0.name, count: count) } ?? .first
  }
}
