import Testing
import ZooKeeper

@testable import ZooKeeperRecipes

@Suite("What is known of children, and what has to be read")
struct KnownChildrenTests {
  private func known(_ names: ZNodeName...) -> KnownChildren {
    var known = KnownChildren(of: "/group")
    known.list(names)
    for name in names { known.read(name, Node(data: "\(name)", stat: Stat())) }
    return known
  }

  @Test("everything is unread at first, and each child after the list")
  func begins() {
    var known = KnownChildren(of: "/group")
    #expect(known.unread == .list)
    known.list(["a", "b"])
    #expect(known.unread == .names(["a", "b"]))
    known.read("a", Node(data: "a", stat: Stat()))
    known.read("b", nil)
    #expect(known.isComplete && Set(known.nodes.keys) == ["a"])
  }

  @Test(
    "a change of a child makes just that one unread",
    arguments: [
      WatchChange.Kind.created, .deleted, .dataChanged,
    ])
  func notes(_ kind: WatchChange.Kind) {
    var known = known("a", "b")
    known.note(WatchChange(kind, at: "/group/b"))
    known.note(WatchChange(kind, at: "/group/b"))
    #expect(known.unread == .names(["b"]))
    #expect(Set(known.nodes.keys) == ["a", "b"])
  }

  @Test("changes of the node above and of nodes further below are nobody's")
  func ignores() {
    var known = known("a")
    for path in ["/group", "/group/a/b", "/groups/c"] as [ZNodePath] {
      known.note(WatchChange(.created, at: path))
    }
    #expect(known.isComplete)
  }

  @Test("after a gap everything is unread, whatever was told before or behind it")
  func gap() {
    var known = known("a", "b")
    known.note(WatchChange(.dataChanged, at: "/group/a"))
    known.note(WatchChange(.gap(.reconnected), at: "/group"))
    known.note(WatchChange(.created, at: "/group/c"))
    #expect(known.unread == .list)
    known.list(["b", "c"])
    #expect(known.unread == .names(["b", "c"]) && Set(known.nodes.keys) == ["b"])
  }
}
