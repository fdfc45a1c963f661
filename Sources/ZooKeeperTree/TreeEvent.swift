package import ZooKeeperModel

/// Something that a watch may be waiting for.
package struct TreeEvent: Hashable, Sendable {
  package var kind: WatchEventKind
  package var path: String
  package var zxid: Zxid
  /// Who may hear of it: the list of the node that changed, as it was before it went.
  package var acl: [ACL]

  package init(kind: WatchEventKind, path: String, zxid: Zxid, acl: [ACL]) {
    self.kind = kind
    self.path = path
    self.zxid = zxid
    self.acl = acl
  }
}
