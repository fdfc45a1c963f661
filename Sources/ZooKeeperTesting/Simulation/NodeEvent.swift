import ZooKeeperModel
import ZooKeeperTree

/// Something that happened to a node, as a watch would tell of it.
struct NodeEvent: Hashable {
  var zxid: Int64
  var kind: WatchEventKind
  var path: String

  func concerns(_ watched: String, recursive: Bool) -> Bool {
    if path == watched { return !recursive || kind != .nodeChildrenChanged }
    return recursive && kind != .nodeChildrenChanged && path.hasPrefix(watched + "/")
  }
}

extension Transaction {
  /// The changes that took place; none if it failed.
  var effects: [Change] {
    guard case .multi(let changes) = change else { return [change] }
    for case .error in changes { return [] }
    return changes
  }

  var events: [NodeEvent] {
    effects.flatMap { effect -> [NodeEvent] in
      switch effect {
      case .create(let node, _), .createContainer(let node), .createTTL(let node, _):
        created(node.path)
      case .delete(let path): deleted(path)
      case .setData(let path, _, _): [event(.nodeDataChanged, path)]
      case .closeSession(let paths): (paths ?? []).flatMap(deleted)
      case .setACL, .check, .createSession, .error, .multi: []
      }
    }
  }

  /// The calls whose marks it carries.
  var tickets: [UInt64] {
    effects.compactMap { effect in
      switch effect {
      case .create(let node, _): Mark.ticket(in: node.data)
      case .setData(_, let data, _): Mark.ticket(in: data)
      default: nil
      }
    }
  }

  private func event(_ kind: WatchEventKind, _ path: String) -> NodeEvent {
    NodeEvent(zxid: zxid.rawValue, kind: kind, path: path)
  }

  private func created(_ path: String) -> [NodeEvent] {
    [event(.nodeCreated, path), event(.nodeChildrenChanged, Transaction.parent(of: path))]
  }

  private func deleted(_ path: String) -> [NodeEvent] {
    [event(.nodeDeleted, path), event(.nodeChildrenChanged, Transaction.parent(of: path))]
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}
