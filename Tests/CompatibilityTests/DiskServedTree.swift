import ZooKeeperModel

/// A tree as a server shows it to its clients: every node with data, stat and list.
struct DiskServedTree: Equatable {
  struct Node: Equatable {
    var data: [UInt8]?
    var stat: Stat
    var acl: [ACL]?
  }

  private(set) var nodes: [String: Node] = [:]

  /// Reads everything that a client may see. Lists are asked for only of the root and of paths that
  /// `hasOwnList` names, because each of them takes a request of its own.
  init(seenBy client: inout RawClient, withACLs hasOwnList: (String) -> Bool) throws {
    var level = ["/"]
    while !level.isEmpty {
      var next: [String] = []
      for start in stride(from: 0, to: level.count, by: 400) {
        let paths = Array(level[start..<min(start + 400, level.count)])
        next += try read(paths, &client)
      }
      level = next
    }
    for path in nodes.keys.sorted() where path == "/" || hasOwnList(path) {
      guard case .acl(let found)? = try client.call(.getACL(PathRequest(path: path))).reply
      else { continue }
      nodes[path]?.acl = found.acl
    }
  }

  /// Takes in nodes and returns the paths of their children.
  private mutating func read(
    _ paths: [String], _ client: inout RawClient
  ) throws -> [String] {
    let steps = paths.flatMap { path in
      let read = ReadRequest(path: path, watch: false)
      return [MultiOperation.getData(read), .getChildren(read)]
    }
    let answer = try client.call(.multiRead(MultiRequest(operations: steps)))
    guard case .multi(let reply)? = answer.reply else { return [] }
    var children: [String] = []
    for (index, path) in paths.enumerated() {
      if case .getData(let found) = reply.results[2 * index] {
        nodes[path] = Node(data: found.data, stat: found.stat)
      }
      if case .getChildren(let names?) = reply.results[2 * index + 1] {
        children += names.map { path == "/" ? "/\($0)" : "\(path)/\($0)" }
      }
    }
    return children
  }

  /// What is not the same in another tree, in words; empty if nothing is.
  func differences(from other: DiskServedTree) -> [String] {
    Set(nodes.keys).union(other.nodes.keys).sorted().compactMap { path in
      if nodes[path] == other.nodes[path] { return nil }
      return "\(path): \(describe(nodes[path])) and not \(describe(other.nodes[path]))"
    }
  }

  private func describe(_ node: Node?) -> String {
    node.map { "\($0)" } ?? "nothing"
  }
}
