import ZooKeeper

/// How the nodes of a group's members are named, and so who belongs to it.
public enum GroupLayout: Hashable, Sendable {
  /// As Curator's `GroupMember` names them: the node has the member's name, and its data.
  case curator
  /// As kazoo's `Party` names them: the node has a unique name, and the member's for its data.
  case kazooParty
  /// As kazoo's `ShallowParty` names them: the node has a unique name with the member's behind it.
  case kazooShallowParty

  private static var partyMarker: String { "__party__" }

  /// kazoo makes sure only once that the node above is there, so that it must stay.
  var parents: Parents { self == .curator ? .createContainers : .create }

  /// Whether a node holds what its member says about itself. kazoo's hold the name once more.
  var hasData: Bool { self == .curator }

  /// What the node is called of a member.
  func nodeName(of name: String, unique: String) -> String {
    switch self {
    case .curator: name
    case .kazooParty: unique + Self.partyMarker
    case .kazooShallowParty: "\(unique)-\(name)"
    }
  }

  func isMember(_ name: ZNodeName) -> Bool {
    self == .kazooParty ? name.text.contains(Self.partyMarker) : true
  }

  /// Nil for a node that belongs to no session: it would be a member for ever.
  func member(_ name: ZNodeName, _ node: Node) -> Member? {
    guard let session = node.stat.ephemeralOwner else { return nil }
    var member = Member(
      name: name.text, data: hasData ? node.data : .empty, session: session,
      since: node.stat.ctime, czxid: node.stat.czxid)
    switch self {
    case .curator: break
    case .kazooParty: member.name = node.text ?? name.text
    case .kazooShallowParty:
      if let dash = name.text.firstIndex(of: "-") {
        member.name = String(name.text[name.text.index(after: dash)...])
      }
    }
    return member
  }
}
