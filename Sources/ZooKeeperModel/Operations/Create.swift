/// Asks for a new node; shared by `create`, `create2` and `createContainer`.
package struct CreateRequest: Hashable, Sendable {
  package var path: String
  package var data: [UInt8]?
  package var acl: [ACL]?
  package var flags: CreateFlags

  package init(path: String, data: [UInt8]?, acl: [ACL]?, flags: CreateFlags) {
    self.path = path
    self.data = data
    self.acl = acl
    self.flags = flags
  }
}

/// Asks for a new node that goes when it was unchanged and childless for long enough.
package struct CreateTTLRequest: Hashable, Sendable {
  package var path: String
  package var data: [UInt8]?
  package var acl: [ACL]?
  package var flags: CreateFlags
  package var ttlMilliseconds: Int64

  package init(
    path: String, data: [UInt8]?, acl: [ACL]?, flags: CreateFlags, ttlMilliseconds: Int64
  ) {
    self.path = path
    self.data = data
    self.acl = acl
    self.flags = flags
    self.ttlMilliseconds = ttlMilliseconds
  }
}

/// The node that was created, by every operation but the oldest, `create`, which sends a path.
package struct CreateReply: Hashable, Sendable {
  /// The whole path, with the number that the server appended.
  package var path: String
  package var stat: Stat

  package init(path: String, stat: Stat) {
    self.path = path
    self.stat = stat
  }
}
