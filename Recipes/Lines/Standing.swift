import ZooKeeper

/// Where somebody stands in a line, by the names of all who do.
enum Standing: Hashable, Sendable {
  /// Nobody is in the way.
  case first
  /// So many have to leave, and this one is the last of all in front.
  case behind(ZNodeName, ahead: Int)
  /// The own node is not there.
  case missing

  /// - Parameter permits: how many need not share to be first at once.
  init(of own: ZNodeName, among names: [ZNodeName], _ naming: LineNaming, permits: Int = 1) {
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
    guard let last, count >= permits else {
      self = .first
      return
    }
    self = .behind(last.name, ahead: count - permits + 1)
  }

  /// Whether somebody who entered now would be first.
  static func isFree(
    sharing: Bool, among names: [ZNodeName], _ naming: LineNaming, permits: Int = 1
  ) -> Bool {
    let standers = names.compactMap { Stander($0, naming) }
    return standers.count { !($0.shares && sharing) } < permits
  }
}
