import Testing
import ZooKeeperModel
import ZooKeeperTree

@Suite struct WatchIndexTests {
  private var watches = WatchIndex()
  private let one = ConnectionID(rawValue: 1)
  private let two = ConnectionID(rawValue: 2)

  private mutating func fire(_ kind: WatchEventKind, _ path: String) -> [ConnectionID] {
    watches.fire(TreeEvent(kind: kind, path: path, zxid: .zero, acl: []))
  }

  private mutating func watch(
    _ connection: ConnectionID, _ path: String, _ mode: AddWatchMode
  ) -> Bool {
    watches.watch(connection, path, mode)
  }

  private mutating func remove(
    _ kind: WatcherKind, _ connection: ConnectionID, _ path: String
  ) -> Bool {
    watches.remove(kind, connection, path)
  }

  @Test("a one-shot watch fires once, for the kind of event it waits for")
  mutating func oneShot() {
    watches.watchData(one, "/a")
    watches.watchChildren(two, "/a")
    #expect(fire(.nodeChildrenChanged, "/a") == [two])
    #expect(fire(.nodeChildrenChanged, "/a") == [])
    #expect(fire(.nodeDataChanged, "/a") == [one])
    #expect(fire(.nodeDataChanged, "/a") == [])
  }

  @Test("one connection hears of a deletion once, and both its watches are used up")
  mutating func deletion() {
    watches.watchData(one, "/a")
    watches.watchChildren(one, "/a")
    watches.watchChildren(two, "/a")
    #expect(fire(.nodeDeleted, "/a") == [one, two])
    #expect(fire(.nodeDeleted, "/a") == [])
    #expect(fire(.nodeChildrenChanged, "/a") == [])
  }

  @Test("two reads with a watch leave one watch")
  mutating func twice() {
    watches.watchData(one, "/a")
    watches.watchData(one, "/a")
    #expect(fire(.nodeDataChanged, "/a") == [one])
    #expect(fire(.nodeDataChanged, "/a") == [])
  }

  @Test("a persistent watch stays and sees data and children, but nothing beneath")
  mutating func persistent() {
    #expect(watch(one, "/a", .persistent))
    let kinds: [WatchEventKind] = [
      .nodeCreated, .nodeDataChanged, .nodeChildrenChanged, .nodeDeleted,
    ]
    for kind in kinds {
      #expect(fire(kind, "/a") == [one])
      #expect(fire(kind, "/a") == [one])
      #expect(fire(kind, "/a/b") == [])
    }
  }

  @Test("a recursive watch sees everything beneath, and no lists of children")
  mutating func recursive() {
    #expect(watch(one, "/a", .persistentRecursive))
    for path in ["/a", "/a/b", "/a/b/c"] {
      #expect(fire(.nodeCreated, path) == [one])
      #expect(fire(.nodeDataChanged, path) == [one])
      #expect(fire(.nodeDeleted, path) == [one])
      #expect(fire(.nodeChildrenChanged, path) == [])
    }
    #expect(fire(.nodeCreated, "/ab") == [])
    #expect(fire(.nodeCreated, "/") == [])
  }

  @Test("a recursive watch on the root sees everything")
  mutating func recursiveRoot() {
    #expect(watch(one, "/", .persistentRecursive))
    #expect(fire(.nodeCreated, "/a") == [one])
    #expect(fire(.nodeDataChanged, "/a/b/c") == [one])
    #expect(fire(.nodeDataChanged, "/") == [one])
  }

  @Test("a one-shot and a persistent watch of one connection collapse, and the second stays")
  mutating func collapsing() {
    watches.watchData(one, "/a")
    #expect(watch(one, "/a", .persistent))
    #expect(watch(one, "/a", .persistentRecursive))
    #expect(fire(.nodeDataChanged, "/a") == [one])
    #expect(!watches.has(.data, one, "/a"))
    #expect(watches.has(.persistent, one, "/a"))
    #expect(watches.has(.persistentRecursive, one, "/a"))
  }

  @Test("removing names the kind, and tells whether there was one")
  mutating func removing() {
    watches.watchData(one, "/a")
    #expect(watch(one, "/a", .persistent))
    #expect(!remove(.children, one, "/a"))
    #expect(!remove(.data, two, "/a"))
    #expect(remove(.data, one, "/a"))
    #expect(!remove(.data, one, "/a"))
    #expect(watches.has(.any, one, "/a"))
    #expect(remove(.any, one, "/a"))
    #expect(!watches.has(.any, one, "/a"))
    #expect(fire(.nodeDataChanged, "/a") == [])
    #expect(fire(.nodeChildrenChanged, "/a") == [])
  }

  @Test("watches go with their connection, and nobody else's do")
  mutating func disconnecting() {
    for connection in [one, two] {
      watches.watchData(connection, "/a")
      #expect(watch(connection, "/", .persistentRecursive))
    }
    watches.removeAll(of: one)
    #expect(fire(.nodeDataChanged, "/a") == [two])
    #expect(fire(.nodeDataChanged, "/b") == [two])
    watches.removeAll(of: two)
    #expect(fire(.nodeDataChanged, "/b") == [])
  }

  @Test("a mode that nobody knows is refused")
  mutating func unknownMode() {
    #expect(!watch(one, "/a", AddWatchMode(rawValue: 7)))
    #expect(fire(.nodeDataChanged, "/a") == [])
  }
}
