import ZooKeeperModel

/// Answers reads: what a client may see of the tree, and how durable the log must be before it may
/// see it.
struct Reading {
  /// An answer, not yet on its way.
  struct Answer: Hashable {
    var error: ErrorCode
    /// Nil where the header carries an error.
    var reply: Reply?
    /// The last transaction that this answer lets the client see.
    var gate: Zxid
    /// The watch that the request leaves, if it asked for one.
    var watch: Watch?
  }

  enum Watch: Hashable {
    case data(String)
    case children(String)
  }

  let session: SessionID
  let identities: [Identity]
  let access: Access
}

extension Reading {
  /// Leaves a watch on a missing node too: that is how one waits for a node.
  func exists(_ request: ReadRequest, in tree: DataTree) -> Answer {
    guard ServerPathRule.withoutNul.allows(request.path) else { return refusal(.badArguments) }
    let watch = request.watch ? Watch.data(request.path) : nil
    var answer = look(request.path, in: tree) { .stat(tree.stat($0)) }
    if answer.error == .ok || answer.error == .noNode { answer.watch = watch }
    return answer
  }

  func getData(_ request: ReadRequest, in tree: DataTree) -> Answer {
    look(request.path, watch: request.watch ? .data(request.path) : nil, in: tree) { node in
      .data(DataReply(data: tree.data(node), stat: tree.stat(node)))
    }
  }

  func getChildren(_ request: ReadRequest, in tree: DataTree) -> Answer {
    look(request.path, watch: request.watch ? .children(request.path) : nil, in: tree) { node in
      .children(tree.children(of: node))
    }
  }

  func getChildren2(_ request: ReadRequest, in tree: DataTree) -> Answer {
    look(request.path, watch: request.watch ? .children(request.path) : nil, in: tree) { node in
      .childrenWithStat(
        ChildrenReply(children: tree.children(of: node), stat: tree.stat(node)))
    }
  }

  /// Whoever may read or change the list sees it; who cannot change it sees no hashes.
  func getACL(_ request: PathRequest, in tree: DataTree) -> Answer {
    look(request.path, needing: [.read, .admin], in: tree) { node in
      let acl = tree.acl(node)
      let isAdmin = access.allows(acl, .admin, to: identities)
      return .acl(ACLReply(acl: isAdmin ? acl : Access.masked(acl), stat: tree.stat(node)))
    }
  }

  /// Counts nodes of which none in particular was touched last, so it waits for all.
  func getAllChildrenNumber(_ request: PathRequest, in tree: DataTree) -> Answer {
    var answer = look(request.path, in: tree) { .count(Int32(tree.descendantCount(of: $0))) }
    if answer.error == .ok { answer.gate = tree.lastZxid }
    return answer
  }

  /// The prefix is compared as text, so `/a` finds `/ab` too. Blank or the root, it finds all.
  func getEphemerals(_ request: EphemeralsRequest, in tree: DataTree) -> Answer {
    let prefix = request.prefix ?? ""
    let blank = prefix.utf8.allSatisfy { $0 <= UInt8(ascii: " ") }
    let isAll = blank || prefix.trimmedOfBlanks == "/"
    let paths = tree.ephemeralPaths(of: session)
      .filter { isAll || $0.utf8.starts(with: prefix.utf8) }
    return Answer(error: .ok, reply: .ephemerals(paths), gate: tree.lastZxid)
  }

  /// Each step has a result or an error of its own; watches are not for steps.
  func multiRead(_ request: MultiRequest, in tree: DataTree) -> Answer {
    var results: [MultiResult] = []
    var weight = 0
    var gate = Zxid.zero
    for step in request.operations {
      let answer: Answer
      switch step {
      case .getData(let read): answer = getData(read, in: tree)
      case .getChildren(let read): answer = getChildren(read, in: tree)
      default: return refusal(.marshallingError)
      }
      gate = max(gate, answer.gate)
      switch answer.reply {
      case .data(let data): results.append(.getData(data))
      case .children(let names): results.append(.getChildren(names))
      default: results.append(.error(answer.error))
      }
      weight += results.last?.weight ?? 0
      guard weight <= TreeLimits.multiReadBytesMax else { return refusal(.marshallingError) }
    }
    return Answer(error: .ok, reply: .multi(MultiReply(results: results)), gate: gate)
  }

  private func look(
    _ path: String, needing permissions: Permissions = .read, watch: Watch? = nil,
    in tree: DataTree, _ body: (NodeID) -> Reply
  ) -> Answer {
    let search = tree.search(path)
    let gate = tree.lastTouched(search.deepest)
    // That a node is missing shows in the nearest one above it that is there.
    guard search.isComplete else { return Answer(error: .noNode, gate: gate) }
    guard access.allows(tree.acl(search.deepest), permissions, to: identities) else {
      return Answer(error: .noAuth, gate: gate)
    }
    return Answer(error: .ok, reply: body(search.deepest), gate: gate, watch: watch)
  }

  private func refusal(_ error: ErrorCode) -> Answer {
    Answer(error: error, gate: .zero)
  }
}

extension String {
  /// Without what Java's `trim` takes away at both ends.
  fileprivate var trimmedOfBlanks: String {
    let isBlank = { (byte: UInt8) in byte <= UInt8(ascii: " ") }
    let tail = utf8.drop(while: isBlank)
    guard let last = tail.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(tail[...last]) ?? self
  }
}
