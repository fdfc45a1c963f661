import Testing
import ZooKeeperModel
import ZooKeeperTree

@Suite struct AccessTests {
  private let access = Access()
  private let here = Identity(scheme: "ip", id: "127.0.0.1")
  private let alice = Identity(scheme: "digest", id: "alice:hashA=")
  private let bob = Identity(scheme: "digest", id: "bob:hashB=")
  private let superuser = Identity(scheme: "super", id: "")

  private func list(_ permissions: Permissions, _ scheme: String, _ id: String) -> [ACL] {
    [ACL(permissions, for: Identity(scheme: scheme, id: id))]
  }

  @Test("a node without a list is open")
  func open() {
    #expect(access.allows(nil, .write, to: []))
    #expect(access.allows([], .write, to: []))
  }

  @Test("anyone means anyone, but only for what the entry allows")
  func anyone() {
    let acl = AccessControl.readOnly.entries
    #expect(access.allows(acl, .read, to: [here]))
    #expect(!access.allows(acl, .write, to: [here]))
    #expect(access.allows(acl, [.read, .admin], to: [here]), "one of them is enough")
    #expect(!access.allows(list(.all, "world", "everyone"), .read, to: [here]))
  }

  @Test("the super user may do everything, and nobody is refused where checks are skipped")
  func everything() {
    let acl = list(.read, "digest", "alice:hashA=")
    #expect(access.allows(acl, .admin, to: [here, superuser]))
    #expect(access.allows(acl, .admin, to: [Identity(scheme: "super", id: "CN=root")]))
    #expect(Access(skipsChecks: true).allows(acl, .admin, to: [here]))
    #expect(!access.allows(acl, .admin, to: [here]))
  }

  @Test(
    "an identity matches by the rule of its scheme",
    arguments: [
      ("digest", "alice:hashA=", true), ("digest", "alice:hashB=", false),
      ("digest", "bob:hashA=", false), ("ip", "127.0.0.1", true), ("ip", "127.0.0.0/8", true),
      ("ip", "10.0.0.0/8", false), ("ip", "nonsense", false),
      // Of these the connection has the very id, but nobody who vouches for it.
      ("x509", "CN=alice", false), ("sasl", "alice", false), ("key", "secret", false),
      ("auth", "", false),
    ] as [(String, String, Bool)])
  func matching(_ scheme: String, _ id: String, _ isAllowed: Bool) {
    let own = [
      here, alice, Identity(scheme: "x509", id: "CN=alice"), Identity(scheme: "sasl", id: "alice"),
      Identity(scheme: "key", id: "secret"), Identity(scheme: "auth", id: ""),
    ]
    #expect(access.allows(list(.all, scheme, id), .read, to: own) == isAllowed)
  }

  @Test("a scheme that is switched off matches nobody; one that is switched on matches the same id")
  func schemes() {
    let certificate = Identity(scheme: "x509", id: "CN=alice")
    let strict = Access(schemes: [.ip, .x509, .sasl])
    #expect(!strict.allows(list(.all, "digest", alice.id), .read, to: [alice]))
    #expect(strict.allows(list(.all, "x509", "CN=alice"), .read, to: [certificate]))
    #expect(!strict.allows(list(.all, "sasl", "CN=alice"), .read, to: [certificate]))
    #expect(!strict.allows(list(.all, "x509", "CN=bob"), .read, to: [certificate]))
  }

  @Test("a later entry counts where an earlier one does not match")
  func laterEntries() {
    let acl = list(.read, "digest", bob.id) + list(.write, "digest", alice.id)
    #expect(access.allows(acl, .write, to: [here, alice]))
    #expect(!access.allows(acl, .read, to: [here, alice]))
    #expect(access.allows(acl, .read, to: [here, alice, bob]))
  }

  @Test("names are compared by their bytes")
  func bytes() {
    let composed = Identity(scheme: "digest", id: "\u{E9}:hash")
    let acl = list(.all, "digest", "e\u{301}:hash")
    #expect(acl[0].identity.id == composed.id, "to Swift they are the same")
    #expect(!access.allows(acl, .read, to: [composed]))
    let both = acl + [ACL(.all, for: composed)]
    #expect(access.fixedUp(both, by: [])?.count == 2)
  }
}

extension AccessTests {
  @Test(
    "a list is refused if an entry cannot be meant",
    arguments: [
      ("world", "anyone", true), ("world", "everyone", false), ("world", "", false),
      ("ip", "10.0.0.0/8", true), ("ip", "2001:db8::/32", true), ("ip", "10.0.0", false),
      // From Apache's own class, which splits texts as Java does.
      ("digest", "a:b", true), ("digest", "a:", false), ("digest", "a", false),
      ("digest", ":b", true), ("digest", "a:b:", true), ("digest", "a:b::", true),
      ("digest", "a:b:c", false), ("digest", "::b", false), ("digest", ":", false),
      ("digest", "", false), ("digest", "::", false),
      ("x509", "CN=alice", false), ("sasl", "alice", false), ("super", "", false),
      ("ensemble", "one", false), ("key", "secret", false), ("", "", false),
    ] as [(String, String, Bool)])
  func validity(_ scheme: String, _ id: String, _ isValid: Bool) {
    let acl = list(.all, scheme, id)
    #expect(access.fixedUp(acl, by: [here]) == (isValid ? acl : nil))
    let mixed = AccessControl.open.entries + acl
    #expect((access.fixedUp(mixed, by: [here]) != nil) == isValid)
  }

  @Test("an empty list is refused")
  func empty() {
    #expect(access.fixedUp(nil, by: [alice]) == nil)
    #expect(access.fixedUp([], by: [alice]) == nil)
  }

  @Test("repetitions are left out, and the first stays in its place")
  func repetitions() {
    let a = ACL(.read, for: alice)
    let b = ACL(.read, for: bob)
    let more = ACL(.all, for: alice)
    #expect(access.fixedUp([a, b, a, more, b], by: []) == [a, b, more])
  }

  @Test("auth becomes what the client has proven")
  func creator() {
    let creator = [ACL([.read, .write], for: .creator)]
    let proven = access.fixedUp(creator, by: [here, superuser, alice, bob])
    #expect(proven == [ACL([.read, .write], for: alice), ACL([.read, .write], for: bob)])
    let named = list(.read, "auth", "ignored")
    #expect(access.fixedUp(named, by: [alice]) == [ACL(.read, for: alice)])
    #expect(access.fixedUp(creator, by: [here]) == nil, "an address proves nothing")
    #expect(access.fixedUp(creator, by: [here, superuser]) == nil)
    #expect(Access(schemes: [.ip]).fixedUp(creator, by: [here, alice]) == nil)
  }

  @Test("what auth becomes may repeat what stands beside it, as in Apache")
  func creatorBeside() {
    let acl = [ACL(.all, for: .creator), ACL(.all, for: alice)]
    #expect(access.fixedUp(acl, by: [alice])?.count == 2)
  }

  @Test("hashes are hidden, and nothing else")
  func masking() {
    let acl = [
      ACL(.read, for: alice), ACL(.all, for: .anyone), ACL(.all, for: here),
      ACL(.all, for: Identity(scheme: "digest", id: "a:b:c")),
      ACL(.all, for: Identity(scheme: "digest", id: "plain")),
      ACL(.all, for: Identity(scheme: "digest", id: "a:b\nc")),
      ACL(.all, for: Identity(scheme: "sasl", id: "a:b")),
    ]
    let masked = Access.masked(acl)
    #expect(
      masked.map(\.identity.id) == [
        "alice:x", "anyone", "127.0.0.1", "a:x", "plain", "a:x", "a:b",
      ])
    #expect(masked.map(\.permissions) == acl.map(\.permissions))
    #expect(masked.map(\.identity.scheme) == acl.map(\.identity.scheme))
  }

  @Test("a client is told its names, without hashes")
  func describing() {
    let unknown = Identity(scheme: "key", id: "secret")
    let nameless = Identity(scheme: "digest", id: ":hash")
    let clients = access.describe([here, superuser, alice, unknown, nameless])
    #expect(clients.map(\.scheme) == ["ip", "super", "digest", "key", "digest"])
    #expect(clients.map(\.user) == ["127.0.0.1", "", "alice", "", ""])
  }
}
