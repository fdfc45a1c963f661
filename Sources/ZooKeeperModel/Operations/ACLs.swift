/// Replaces the access control list of a node; the version is that of the list.
package struct SetACLRequest: Hashable, Sendable {
  package var path: String
  package var acl: [ACL]?
  package var version: Version

  package init(path: String, acl: [ACL]?, version: Version) {
    self.path = path
    self.acl = acl
    self.version = version
  }
}

/// The access control list of a node.
package struct ACLReply: Hashable, Sendable {
  package var acl: [ACL]?
  package var stat: Stat

  package init(acl: [ACL]?, stat: Stat) {
    self.acl = acl
    self.stat = stat
  }
}
