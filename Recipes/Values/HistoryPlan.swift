import ZooKeeper

/// Where versions are kept, and which steps make one more.
///
/// Each is a node of its own, named by its number, beneath a node between: so the list of children
/// of the node itself changes only once, and those who watch it are left in peace.
struct HistoryPlan {
  let path: ZNodePath
  /// How many versions are kept, the present one among them.
  let limit: Int
  let acl: AccessControl

  var folder: ZNodePath { path / "history" }

  /// What is deleted in one transaction at most, where a limit was lowered.
  private static var deletionsMax: Int { 64 }

  func place(of version: Version) throws(ZooKeeperError) -> ZNodePath {
    try folder.child(SequenceNumber(rawValue: version.rawValue).description)
  }

  /// The versions that are kept, the oldest first: no foreign names, and none later than the
  /// present.
  func versions(in names: [ZNodeName], until present: Version) -> [Version] {
    names.compactMap { $0.sequence(after: "").map { Version(rawValue: $0.rawValue) } }
      .filter { $0.age(at: present) >= 0 }
      .sorted { $0.age(at: present) > $1.age(at: present) }
  }

  /// Steps that make `data` the next version: the first one fails if somebody was faster. What is
  /// replaced and was written without a history is saved before.
  ///
  /// - Parameters:
  ///   - node: what is replaced; nil if nothing is there.
  ///   - names: what is in the folder; nil if it is not there.
  func steps(
    replacing node: Node?, by data: Payload, knowing names: [ZNodeName]?
  ) throws(ZooKeeperError) -> [Step] {
    guard let node else {
      return [
        .create(path, data, acl: acl), .create(folder, acl: acl),
        .create(try place(of: Version(rawValue: 0)), data, acl: acl),
      ]
    }
    let present = node.stat.version
    let next = Version(rawValue: present.rawValue &+ 1)
    var kept = versions(in: names ?? [], until: present)
    var steps: [Step] = [.set(path, to: data, ifVersion: present)]
    if names == nil { steps.append(.create(folder, acl: acl)) }
    if kept.last != present, limit > 1 {
      steps.append(.create(try place(of: present), node.data, acl: acl))
      kept.append(present)
    }
    let place = try place(of: next)
    let isTaken = (names ?? []).contains { folder / $0 == place }
    steps.append(isTaken ? .set(place, to: data) : .create(place, data, acl: acl))
    let surplus = max(0, kept.count + 1 - limit)
    for version in kept.prefix(min(surplus, Self.deletionsMax)) {
      steps.append(.delete(try self.place(of: version)))
    }
    return steps
  }
}

extension Version {
  /// How many changes came after this version, also where the numbers have begun anew below zero.
  fileprivate func age(at present: Version) -> Int32 { present.rawValue &- rawValue }
}
