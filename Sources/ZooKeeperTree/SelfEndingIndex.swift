/// The nodes that go by themselves when nobody needs them: containers, and those with a time to
/// live.
///
/// An array gives them an order that is the same in every run; the places find them in it.
struct SelfEndingIndex: Sendable {
  private(set) var nodes: [NodeID] = []
  private var places: [NodeID: Int] = [:]

  var isEmpty: Bool { nodes.isEmpty }

  func contains(_ node: NodeID) -> Bool {
    places[node] != nil
  }

  mutating func insert(_ node: NodeID) {
    guard places[node] == nil else { return }
    places[node] = nodes.count
    nodes.append(node)
  }

  mutating func remove(_ node: NodeID) {
    guard let place = places.removeValue(forKey: node), let last = nodes.popLast(), last != node
    else { return }
    nodes[place] = last
    places[last] = place
  }
}
