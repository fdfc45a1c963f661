import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// Listeners of different kinds at one path. Servers before 3.9 keep one watch of a connection for
/// all of them, and do not say which change an event tells of; later ones keep one of each kind.
@Suite struct SharedWatchTests {
  private var script = Script.live([.a, .b])

  @discardableResult
  private mutating func armed(_ path: ZNodePath, _ mode: WatchMode) -> WatchID {
    let id = script.listen(path, mode)
    script.reply(Int32(id.generation))
    _ = script.take()
    return id
  }

  /// As servers before 3.9 send it.
  private mutating func oldEvent(_ kind: WatchEventKind, _ path: String) {
    script.event(kind, path, zxid: -1)
  }

  @Test("who comes after a recursive watch asks for both, because the later would win")
  mutating func persistentLater() {
    armed("/a", .recursive)
    script.listen("/a", .persistent)
    script.reply(2)
    #expect(
      script.take() == """
        call 2: addWatch /a
          > 2 setWatches2 since 0x1 persistent /a recursive /a
        < 2 ok
          call 2: ok
        """)
  }

  @Test("an old server's recursive watch tells of lists by their children")
  mutating func derived() {
    armed("/a", .recursive)
    armed("/a", .persistent)
    oldEvent(.nodeCreated, "/a/b")
    oldEvent(.nodeDataChanged, "/a/b")
    oldEvent(.nodeCreated, "/a/b/c")
    oldEvent(.nodeDeleted, "/a/b")
    oldEvent(.nodeDataChanged, "/a")
    #expect(
      script.take() == """
        < created /a/b
          watch 1: created /a/b
          watch 2: children of /a
        < changed /a/b
          watch 1: changed /a/b
        < created /a/b/c
          watch 1: created /a/b/c
        < deleted /a/b
          watch 1: deleted /a/b
          watch 2: children of /a
        < changed /a
          watch 2: changed /a
          watch 1: changed /a
        """)
  }

  @Test("a server that keeps both kinds tells of lists itself")
  mutating func notDerived() {
    armed("/a", .recursive)
    armed("/a", .persistent)
    script.event(.nodeCreated, "/a/b")
    script.event(.nodeChildrenChanged, "/a")
    #expect(
      script.take() == """
        < created /a/b
          watch 1: created /a/b at 0x5
        < children of /a
          watch 2: children of /a at 0x5
        """)
  }

  @Test("the recursive watch takes the place of the other with its reply, and not before")
  mutating func recursiveLater() {
    armed("/a", .persistent)
    script.listen("/a", .recursive)
    oldEvent(.nodeChildrenChanged, "/a")
    script.reply(2)
    oldEvent(.nodeCreated, "/a/b")
    #expect(
      script.take() == """
        call 2: addWatch /a and beneath
          > 2 addWatch /a and beneath
        < children of /a
          watch 1: children of /a
        < 2 ok
          call 2: ok
        < created /a/b
          watch 2: created /a/b
          watch 1: children of /a
        """)
  }

  @Test("when the recursive listener leaves, the other hears by its watch until it has its own")
  mutating func narrowing() {
    let recursive = armed("/a", .recursive)
    armed("/a", .persistent)
    script.unwatch(recursive)
    oldEvent(.nodeCreated, "/a/b")
    script.reply(3)
    oldEvent(.nodeChildrenChanged, "/a")
    script.reply(4, .marshallingError)
    #expect(
      script.take() == """
        unwatch 1
          > 3 addWatch /a
        < created /a/b
          watch 2: children of /a
        < 3 ok
          > 4 removeWatches /a of kind 5
        < children of /a
          watch 2: children of /a
        < 4 marshallingError
        """)
  }

  @Test("a recursive listener who comes meanwhile keeps the recursive watch")
  mutating func recursiveComesBack() {
    let recursive = armed("/a", .recursive)
    armed("/a", .persistent)
    script.unwatch(recursive)
    script.listen("/a", .recursive)
    script.reply(3)
    script.reply(4)
    oldEvent(.nodeCreated, "/a/b")
    #expect(
      script.take() == """
        unwatch 1
          > 3 addWatch /a
        call 3: addWatch /a and beneath
          > 4 addWatch /a and beneath
        < 3 ok
        < 4 ok
          call 3: ok
        < created /a/b
          watch 3: created /a/b
          watch 2: children of /a
        """)
  }

  // Servers of 3.9 tell nothing of a list by a recursive watch.
  @Test("a read of a list shares the narrower watch when it is sent behind it, and not before")
  mutating func listsAroundNarrowing() {
    let recursive = armed("/a", .recursive)
    armed("/a", .data)
    script.holdsBack = true
    script.listen("/a", .children)
    script.unwatch(recursive)
    script.listen("/a", .children)
    _ = script.take()
    script.transmit()
    #expect(
      script.take()
        == "  > 3 getChildren2 /a and watch\n  > 4 addWatch /a\n  > 5 getChildren2 /a")
  }

  @Test("a server that refuses the narrower watch still has the other")
  mutating func narrowingRefused() {
    let recursive = armed("/a", .recursive)
    let persistent = armed("/a", .persistent)
    script.unwatch(recursive)
    script.reply(3, .throttledOperation)
    _ = script.take()
    oldEvent(.nodeCreated, "/a/b")
    #expect(script.take() == "< created /a/b\n  watch 2: children of /a")
    script.unwatch(persistent)
    #expect(script.take() == "unwatch 2\n  > 4 removeWatches /a of kind 3")
  }

  @Test("what was asked for those who are gone does not count for those who come")
  mutating func goneWhileNarrowing() {
    let recursive = armed("/a", .recursive)
    let persistent = armed("/a", .persistent)
    script.unwatch(recursive)
    script.unwatch(persistent)
    script.listen("/a", .data)
    script.reply(3)
    script.reply(4)
    script.reply(5)
    #expect(
      script.take() == """
        unwatch 1
          > 3 addWatch /a
        unwatch 2
          > 4 removeWatches /a of kind 3
        call 3: getData /a and watch
          > 5 getData /a and watch
        < 3 ok
        < 4 ok
        < 5 ok
          call 3: ok
        """)
    #expect(script.machine.lastingWatches.isEmpty)
  }

  @Test("what was asked of a connection in vain is not asked of the next")
  mutating func narrowingLost() {
    let recursive = armed("/a", .recursive)
    armed("/a", .persistent)
    let once = armed("/b", .data)
    armed("/b", .children)
    script.holdsBack = true
    script.unwatch(recursive)
    script.unwatch(once)
    script.lose()
    script.holdsBack = false
    _ = script.take()
    script.reach(0xA)
    #expect(
      script.take().hasSuffix("> 5 setWatches2 since 0x1 child /b persistent /a"))
    #expect(script.machine.narrowings.isEmpty)
  }

  @Test("a new connection is asked for the widest watch of a path last")
  mutating func restoration() {
    armed("/a", .recursive)
    armed("/a", .persistent)
    armed("/a", .data)
    // These do not fit into one request, and must not stand between the three.
    let names = ["1", "2"].map { String(repeating: $0, count: 100_000) }
    for name in names { armed(.root / ZNodeName(unchecked: name), .data) }
    script.lose()
    script.reach(0xA)
    #expect(
      script.take().hasSuffix(
        """
          > 6 setWatches since 0x1 data /a,/\(names[0])
          > 7 setWatches2 since 0x1 data /\(names[1]) persistent /a recursive /a
        """))
    script.reply(6)
    script.reply(7)
    _ = script.take()
    oldEvent(.nodeCreated, "/a/b")
    #expect(
      script.take() == "< created /a/b\n  watch 1: created /a/b\n  watch 2: children of /a")
  }

  // Its own would take the place of the lasting one, and be gone with the first event.
  @Test(
    "a read at a path with a lasting watch leaves none of its own",
    arguments: [.persistent, .recursive] as [WatchMode])
  mutating func oneShot(beside lasting: WatchMode) {
    armed("/a", lasting)
    script.listen("/a", .data)
    script.reply(2)
    oldEvent(.nodeDataChanged, "/a")
    oldEvent(.nodeDataChanged, "/a")
    #expect(
      script.take() == """
        call 2: getData /a and watch
          > 2 getData /a
        < 2 ok
          call 2: ok
        < changed /a
          watch 2: changed /a
          watch 1: changed /a
        < changed /a
          watch 1: changed /a
        """)
  }

  @Test("a read of a list leaves its watch beside a recursive one, and hears once")
  mutating func listBesideRecursive() {
    armed("/a", .recursive)
    armed("/a", .persistent)
    script.listen("/a", .children)
    script.reply(3)
    oldEvent(.nodeCreated, "/a/b")
    oldEvent(.nodeChildrenChanged, "/a")
    #expect(
      script.take() == """
        call 3: getChildren2 /a and watch
          > 3 getChildren2 /a and watch
        < 3 ok
          call 3: ok
        < created /a/b
          watch 1: created /a/b
          watch 3: children of /a
          watch 2: children of /a
        < children of /a
        """)
  }

  @Test("who listens once stays when the lasting listener leaves, and takes all along at the end")
  mutating func lastingLeaves() {
    let lasting = armed("/a", .persistent)
    armed("/a", .data)
    script.unwatch(lasting)
    #expect(script.take() == "unwatch 1")
    oldEvent(.nodeDataChanged, "/a")
    #expect(
      script.take() == "< changed /a\n  watch 2: changed /a\n  > 3 removeWatches /a of kind 3")
  }

  @Test("a watch of one shot is not removed while that might remove a lasting one")
  mutating func oneShotLeaves() {
    let before = armed("/a", .data)
    script.holdsBack = true
    let lasting = script.listen("/a", .persistent)
    script.unwatch(before)
    script.abandon(2)
    script.unwatch(lasting)
    _ = script.take()
    script.holdsBack = false
    script.settle()
    #expect(script.take() == "  > 2 removeWatches /a of kind 3")
  }

  @Test("a read that was to share a watch that is refused has none, and its listener is told")
  mutating func sharesNothing() {
    script.listen("/a", .persistent)
    script.listen("/a", .data)
    script.reply(1, .throttledOperation)
    script.reply(2)
    #expect(
      script.take() == """
        call 1: addWatch /a
          > 1 addWatch /a
        call 2: getData /a and watch
          > 2 getData /a
        < 1 error -127
          call 1: error -127
        < 2 ok
          call 2: ok
          watch 2: dropped, noWatcher
        """)
  }

  @Test("a read that is asked again where nobody else listens leaves its own watch")
  mutating func sharedReadIsLost() {
    let lasting = armed("/a", .persistent)
    script.listen("/a", .data)
    script.lose()
    script.unwatch(lasting)
    script.reach(0xA)
    #expect(script.take().hasSuffix("> 3 getData /a and watch"))
  }

  @Test("a refused watch leaves what was there before it")
  mutating func refused() {
    armed("/a", .persistent)
    script.listen("/a", .recursive)
    script.reply(2, .throttledOperation)
    script.listen("/a", .persistent)
    #expect(script.take().hasSuffix("> 3 addWatch /a"))
  }
}
