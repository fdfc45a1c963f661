package import ZooKeeperModel

/// One change of the server's state, as it is logged: a fact that was decided, never a request.
package struct Transaction: Hashable, Sendable {
  /// The session that asked; `none` for what the server does by itself.
  package var session: SessionID
  /// The number that the client gave its request.
  package var cxid: Int32
  package var zxid: Zxid
  package var time: Timestamp
  package var change: Change
  /// The digest of the whole tree after this change; nil where digests are switched off.
  package var digest: TreeDigest?

  package init(
    session: SessionID, cxid: Int32, zxid: Zxid, time: Timestamp, change: Change,
    digest: TreeDigest? = nil
  ) {
    self.session = session
    self.cxid = cxid
    self.zxid = zxid
    self.time = time
    self.change = change
    self.digest = digest
  }
}

/// What a transaction does.
package enum Change: Hashable, Sendable {
  case create(NodeCreation, isEphemeral: Bool)
  case createContainer(NodeCreation)
  case createTTL(NodeCreation, ttlMilliseconds: Int64)
  case delete(path: String)
  case setData(path: String, data: [UInt8]?, version: Version)
  case setACL(path: String, acl: [ACL]?, version: Version)
  /// A check that held; stands only inside a multi.
  case check(path: String, version: Version)
  case createSession(timeoutMilliseconds: Int32)
  /// The paths of the ephemeral nodes that go with the session; nil in logs from before 3.6.
  case closeSession(paths: [String]?)
  /// A write that failed: it changes nothing and still takes its place in the order.
  case error(ErrorCode)
  /// Changes that happen together, each with the type it is logged under.
  case multi([Change])
}

extension Change {
  /// What is to be applied one after the other: of a multi its changes, or none if one of them is
  /// an error.
  var parts: [Change] {
    guard case .multi(let changes) = self else { return [self] }
    let hasFailed = changes.contains { if case .error = $0 { true } else { false } }
    return hasFailed ? [] : changes
  }
}

/// What the three kinds of create have in common.
package struct NodeCreation: Hashable, Sendable {
  package var path: String
  package var data: [UInt8]?
  package var acl: [ACL]?
  /// The parent's stored count of children ever created, after this one.
  package var parentCVersion: Int32

  package init(path: String, data: [UInt8]?, acl: [ACL]?, parentCVersion: Int32) {
    self.path = path
    self.data = data
    self.acl = acl
    self.parentCVersion = parentCVersion
  }
}

/// A 64-bit sum over all nodes by which two servers can tell whether their trees are the same.
package struct TreeDigest: Hashable, Sendable {
  /// How the sum is made; 2 is the only version in use.
  package var version: Int32
  package var value: Int64

  package init(version: Int32 = 2, value: Int64) {
    self.version = version
    self.value = value
  }
}
