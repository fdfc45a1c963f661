import ZooKeeperModel

/// Which ephemeral nodes each session owns, so that they are found when it ends.
///
/// A session's nodes are told in the order of their creation, and any of them can go at once.
struct EphemeralIndex: Sendable {
  private struct Owned: Sendable {
    /// In order of creation; a node that went leaves a gap until the list is packed.
    var nodes: [NodeID?] = []
    var gaps = 0
  }

  private var sessions: [SessionID: Owned] = [:]
  private var places: [NodeID: Int] = [:]

  mutating func insert(_ node: NodeID, of session: SessionID) {
    places[node] = sessions[session, default: Owned()].nodes.count
    sessions[session, default: Owned()].nodes.append(node)
  }

  mutating func remove(_ node: NodeID, of session: SessionID) {
    guard let place = places.removeValue(forKey: node), var owned = sessions[session] else {
      return
    }
    // Gives the dictionary's copy away, so that the list is changed in place.
    sessions[session] = nil
    owned.nodes[place] = nil
    owned.gaps += 1
    if owned.gaps * 2 > owned.nodes.count {
      owned.nodes.removeAll { $0 == nil }
      owned.gaps = 0
      for (place, node) in owned.nodes.enumerated() {
        if let node { places[node] = place }
      }
    }
    if !owned.nodes.isEmpty { sessions[session] = owned }
  }

  var count: Int { places.count }

  func nodes(of session: SessionID) -> [NodeID] {
    sessions[session]?.nodes.compactMap { $0 } ?? []
  }

  /// Every session that owns a node, in the order of their numbers.
  var owners: [SessionID] {
    sessions.keys.sorted { $0.rawValue < $1.rawValue }
  }
}
