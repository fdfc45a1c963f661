import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

/// Which of several errors a write gets, and what becomes of one that is allowed. The order of the
/// checks is that of Apache's server.
@Suite struct AdmissionTests {
  private var tree = DataTree(.init(extendedTypes: true, checksum: nil, hashKey: 1))
  private let session = SessionID(rawValue: 7)
  private var zxid: Int64 = 0

  init() throws {
    let open = AccessControl.open.entries
    let readOnly = AccessControl.readOnly.entries
    try plant("/open", acl: open)
    try plant("/open/child", acl: open)
    try plant("/closed", acl: readOnly)
    try plant("/closed/child", acl: readOnly)
    try plant("/ephemeral", acl: open, flags: .ephemeral)
    try plant("/hidden", acl: [ACL(.all, for: Identity(scheme: "digest", id: "a:b"))])
  }

  private mutating func plant(
    _ path: String, acl: [ACL], flags: CreateFlags = .persistent
  ) throws {
    // Planted by hand, because nobody may write beneath a closed node.
    let node = NodeCreation(path: path, data: nil, acl: acl, parentCVersion: -1)
    apply(.create(node, isEphemeral: flags == .ephemeral))
  }

  private mutating func apply(_ change: Change) {
    zxid += 1
    let transaction = Transaction(
      session: session, cxid: 1, zxid: Zxid(rawValue: zxid),
      time: Timestamp(millisecondsSinceEpoch: 1), change: change)
    tree.apply(transaction) { _ in }
  }

  private func admission(
    isMulti: Bool = false, extendedTypes: Bool = true
  ) -> Admission {
    let context = Admission.Context(
      session: session, identities: [Identity(scheme: "ip", id: "127.0.0.1")], access: Access(),
      extendedTypes: extendedTypes)
    return Admission(context, isMulti: isMulti)
  }

  private func refusal(
    _ admission: Admission? = nil,
    _ body: (inout Admission) throws(Admission.Refusal) -> Change
  ) -> ErrorCode? {
    var admission = admission ?? self.admission()
    return refused(&admission, body)
  }

  private func create(
    _ path: String, _ flags: Int32 = 0, acl: [ACL]? = AccessControl.open.entries
  ) -> CreateRequest {
    CreateRequest(path: path, data: nil, acl: acl, flags: CreateFlags(rawValue: flags))
  }

  @Test("a create is refused for the first of its faults in Apache's order")
  func createOrder() {
    let faults: [(CreateRequest, ErrorCode)] = [
      (create("nowhere", 9, acl: nil), .badArguments),
      (create("nowhere", acl: nil), .badArguments),
      (create("/nul\u{0}", acl: nil), .badArguments),
      (create("/none/a", acl: nil), .invalidACL),
      (create("/none/a", acl: []), .invalidACL),
      (create("/none/a", acl: AccessControl.creatorAll.entries), .invalidACL),
      (create("/none/.."), .noNode),
      (create("/closed/.."), .noAuth),
      (create("/open/.."), .badArguments),
      (create("/open/"), .badArguments),
      (create("/open"), .nodeExists),
      (create("/ephemeral/a"), .noChildrenForEphemerals),
    ]
    for (request, code) in faults {
      let refused = refusal { admission throws(Admission.Refusal) in
        try admission.create(.create, request, in: tree)
      }
      #expect(refused == code, "\(request.path.debugDescription) \(code)")
    }
  }

  @Test("what kind of node a create makes is checked before anything else")
  func createModes() {
    let cases: [(OpCode, Int32, Int64, Bool, ErrorCode?)] = [
      (.create, 0, -1, true, nil), (.create, 6, -1, true, .badArguments),
      (.create, -1, -1, true, .badArguments), (.create, 7, -1, true, .badArguments),
      (.createTTL, 5, 1, true, nil), (.createTTL, 6, 0xFF_FFFF_FFFF, true, nil),
      (.createTTL, 5, 0, true, .badArguments),
      (.createTTL, 5, 0x100_0000_0000, true, .badArguments),
      (.createTTL, 5, 1, false, .unimplemented), (.createTTL, 0, 1, true, .badArguments),
      (.createTTL, 0, -1, true, .badArguments), (.createContainer, 4, -1, true, nil),
    ]
    for (operation, flags, ttl, extendedTypes, code) in cases {
      let refused = refusal(admission(extendedTypes: extendedTypes)) {
        admission throws(Admission.Refusal) in
        try admission.create(
          operation, create("/new", flags), ttlMilliseconds: ttl, in: tree)
      }
      #expect(refused == code, "\(operation) \(flags) \(ttl)")
    }
  }

  @Test("the operation decides what is created, and the flag whether it is numbered")
  func createChanges() throws {
    var admission = admission()
    // /open has had one child so far.
    let numbered = try admission.create(.create2, create("/open/q-", 2), in: tree)
    guard case .create(let node, isEphemeral: false) = numbered else {
      Issue.record("\(numbered)")
      return
    }
    #expect(node.path == "/open/q-0000000001")
    #expect(node.parentCVersion == 2)
    let container = try admission.create(.create, create("/open/c", 4), in: tree)
    guard case .create(_, isEphemeral: false) = container else {
      Issue.record("\(container)")
      return
    }
    let slash = try admission.create(.create, create("/open/", 3), in: tree)
    guard case .create(let nameless, isEphemeral: true) = slash else {
      Issue.record("\(slash)")
      return
    }
    #expect(nameless.path == "/open/0000000001")
  }

  @Test("a delete asks the parent for permission, and looks at the version before the children")
  func deleteOrder() {
    let faults: [(String, Int32, ErrorCode?)] = [
      ("nowhere", -1, .badArguments), ("/", -1, .badArguments), ("/zookeeper", -1, .badArguments),
      ("/zookeeper/quota", -1, .badArguments), ("/zookeeper/config", -1, .badArguments),
      ("/none/a", -1, .noNode), ("/closed/none", -1, .noAuth), ("/closed/child", -1, .noAuth),
      ("/open/none", -1, .noNode), ("/open", 3, .badVersion), ("/open", 0, .notEmpty),
      ("/open/child", 0, nil), ("/hidden", -1, nil),
    ]
    for (path, version, code) in faults {
      let request = VersionedRequest(path: path, version: Version(rawValue: version))
      let refused = refusal { admission throws(Admission.Refusal) in
        try admission.delete(request, in: tree)
      }
      #expect(refused == code, "\(path)")
    }
  }

  @Test("a write and a check look at path, node, permission and version, in this order")
  func versionedOrder() {
    let faults: [(String, Int32, ErrorCode?, ErrorCode?)] = [
      ("/open/", 0, .badArguments, .badArguments), ("/none", 5, .noNode, .noNode),
      ("/closed", 5, .noAuth, .badVersion), ("/hidden", 0, .noAuth, .noAuth),
      ("/open", 5, .badVersion, .badVersion), ("/open", 0, nil, nil), ("/open", -1, nil, nil),
    ]
    for (path, version, setCode, checkCode) in faults {
      let version = Version(rawValue: version)
      let set = refusal { admission throws(Admission.Refusal) in
        try admission.setData(SetDataRequest(path: path, data: nil, version: version), in: tree)
      }
      #expect(set == setCode, "set \(path)")
      let check = refusal { admission throws(Admission.Refusal) in
        try admission.check(VersionedRequest(path: path, version: version), in: tree)
      }
      #expect(check == checkCode, "check \(path)")
    }
  }

  @Test("an access control list is checked before its node, and guarded by a version of its own")
  func setACLOrder() {
    let open = AccessControl.open.entries
    let faults: [(String, [ACL]?, Int32, ErrorCode?)] = [
      ("/none/", open, 0, .badArguments), ("/none", nil, 0, .invalidACL),
      ("/none", open, 0, .noNode), ("/closed", open, 3, .noAuth), ("/open", open, 3, .badVersion),
      ("/open", open, 0, nil),
    ]
    for (path, acl, version, code) in faults {
      let request = SetACLRequest(path: path, acl: acl, version: Version(rawValue: version))
      let refused = refusal { admission throws(Admission.Refusal) in
        try admission.setACL(request, in: tree)
      }
      #expect(refused == code, "\(path)")
    }
  }

  @Test("a container goes when it is empty, and an ephemeral node never goes this way")
  func deleteContainer() {
    let cases: [(String, ErrorCode?)] = [
      ("/zookeeper", .badArguments), ("/none", .noNode), ("/open", .notEmpty),
      ("/ephemeral", .badVersion), ("/closed/child", nil),
    ]
    for (path, code) in cases {
      let refused = refusal { admission throws(Admission.Refusal) in
        try admission.deleteContainer(path, in: tree)
      }
      #expect(refused == code, "\(path)")
    }
  }

  @Test("a step of a multi sees what earlier steps did, and the tree does not")
  func multi() throws {
    var admission = admission(isMulti: true)
    _ = try admission.create(.create, create("/m"), in: tree)
    _ = try admission.create(.create, create("/m/q-", 2), in: tree)
    let second = try admission.create(.create, create("/m/q-", 2), in: tree)
    guard case .create(let node, _) = second else {
      Issue.record("\(second)")
      return
    }
    #expect(node.path == "/m/q-0000000001")
    let parent = VersionedRequest(path: "/m", version: .any)
    let tooEarly = refused(&admission) { admission throws(Admission.Refusal) in
      try admission.delete(parent, in: tree)
    }
    #expect(tooEarly == .notEmpty)
    let set = SetDataRequest(path: "/open", data: nil, version: Version(rawValue: 0))
    let change = try admission.setData(set, in: tree)
    #expect(change == .setData(path: "/open", data: nil, version: Version(rawValue: 1)))
    let stale = refused(&admission) { admission throws(Admission.Refusal) in
      try admission.setData(set, in: tree)
    }
    #expect(stale == .badVersion)
    for name in ["/m/q-0000000000", "/m/q-0000000001", "/m"] {
      _ = try admission.delete(VersionedRequest(path: name, version: .any), in: tree)
    }
    let gone = refused(&admission) { admission throws(Admission.Refusal) in
      try admission.delete(parent, in: tree)
    }
    #expect(gone == .noNode)
    #expect(tree.find("/m") == nil)
  }

  private func refused(
    _ admission: inout Admission, _ body: (inout Admission) throws(Admission.Refusal) -> Change
  ) -> ErrorCode? {
    do throws(Admission.Refusal) {
      _ = try body(&admission)
      return nil
    } catch {
      return error.code
    }
  }
}
