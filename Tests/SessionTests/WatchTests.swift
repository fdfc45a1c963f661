import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// Who is told of what, and when a watch begins and ends.
@Suite struct WatchTests {
  private var script = Script.live()

  /// Arms a watch with the next number and forgets how.
  @discardableResult
  private mutating func armed(
    _ path: ZNodePath, _ mode: WatchMode, _ error: ErrorCode = .ok
  ) -> WatchID {
    let id = script.listen(path, mode)
    script.reply(Int32(id.generation), error)
    _ = script.take()
    return id
  }

  // What an event uses up and whom it reaches, as in Apache's client. The watches
  // are 1 data, 2 children, 3 persistent, 4 recursive on /a, 5 recursive on /.
  @Test(
    "each event reaches the watches that wait for it",
    arguments: [
      (WatchEventKind.nodeDataChanged, "/a", [1, 3, 4, 5]),
      (.nodeChildrenChanged, "/a", [2, 3]),
      (.nodeDeleted, "/a", [1, 2, 3, 4, 5]),
      (.nodeCreated, "/a", [1, 3, 4, 5]),
      (.nodeCreated, "/a/b", [4, 5]),
      (.nodeDataChanged, "/a/b/c", [4, 5]),
      (.nodeDeleted, "/ab", [5]),
      (.nodeChildrenChanged, "/a/b", []),
    ] as [(WatchEventKind, String, [Int])])
  mutating func audience(kind: WatchEventKind, path: String, hearing: [Int]) {
    armed("/a", .data)
    armed("/a", .children)
    armed("/a", .persistent)
    armed("/a", .recursive)
    armed("/", .recursive)
    script.event(kind, path)
    let told = hearing.map { "  watch \($0): \(kind.word) \(path) at 0x5" }
    #expect(script.take() == (["< \(kind.word) \(path)"] + told).joined(separator: "\n"))
    // A watch of one shot is over, the others are not.
    script.event(kind, path)
    let again = hearing.filter { $0 >= 3 }.map { "  watch \($0): \(kind.word) \(path) at 0x5" }
    #expect(script.take() == (["< \(kind.word) \(path)"] + again).joined(separator: "\n"))
  }

  @Test("a watch begins with the reply, not with the request")
  mutating func beginsWithReply() {
    script.listen("/a", .data)
    script.event(.nodeDataChanged, "/a")
    script.reply(1)
    script.event(.nodeDataChanged, "/a")
    #expect(
      script.take() == """
        call 1: getData /a and watch
          > 1 getData /a and watch
        < changed /a
        < 1 ok
          call 1: ok
        < changed /a
          watch 1: changed /a at 0x5
        """)
  }

  @Test("a read that fails leaves no watch")
  mutating func failedRead() {
    armed("/a", .data, .noNode)
    script.event(.nodeCreated, "/a")
    #expect(script.take() == "< created /a")
  }

  @Test("asking for a node that is absent leaves a watch for its creation")
  mutating func absentNode() {
    let id = armed("/a", .existence, .noNode)
    #expect(script.machine.watches.mode(of: id) == .existence)
    script.event(.nodeCreated, "/a")
    #expect(script.take() == "< created /a\n  watch 1: created /a at 0x5")
    #expect(script.machine.watchCount == 0)
  }

  @Test("asking for a node that is there leaves a watch for its data")
  mutating func presentNode() {
    let id = armed("/a", .existence)
    #expect(script.machine.watches.mode(of: id) == .data)
    script.event(.nodeDeleted, "/a")
    #expect(script.take() == "< deleted /a\n  watch 1: deleted /a at 0x5")
  }

  @Test("all who share a watch are told, in the order in which they are found, and once")
  mutating func shared() {
    armed("/a", .data)
    armed("/a", .data)
    script.event(.nodeDataChanged, "/a")
    script.event(.nodeDataChanged, "/a")
    #expect(
      script.take() == """
        < changed /a
          watch 2: changed /a at 0x5
          watch 1: changed /a at 0x5
        < changed /a
        """)
  }

  @Test("servers before 3.9 do not say which change it was")
  mutating func oldEvent() {
    armed("/a", .data)
    script.event(.nodeDataChanged, "/a", zxid: -1)
    #expect(script.take() == "< changed /a\n  watch 1: changed /a")
  }

  @Test("an event that makes no sense breaks the connection")
  mutating func brokenEvent() {
    script.event(.nodeDataChanged, "no path")
    #expect(script.take().contains("disconnect: protocolViolation"))
  }
}

/// Listeners who leave: the server is told when nobody else listens to the same.
@Suite struct UnwatchTests {
  private var script = Script.live([.a, .b])

  @discardableResult
  private mutating func armed(_ path: ZNodePath, _ mode: WatchMode) -> WatchID {
    let id = script.listen(path, mode)
    script.reply(Int32(id.generation))
    _ = script.take()
    return id
  }

  // The kinds are 1 children, 2 data, 4 persistent, 5 recursive, and 3 for all of them, which would
  // end the watches of other listeners.
  @Test(
    "the server is told exactly which watch to remove where others listen",
    arguments: [
      (.data, .children, 2), (.existence, .children, 2), (.children, .data, 1),
    ] as [(WatchMode, WatchMode, Int)])
  mutating func kind(mode: WatchMode, other: WatchMode, kind: Int) {
    armed("/a", other)
    let id = armed("/a", mode)
    script.unwatch(id)
    #expect(script.take() == "unwatch 2\n  > 3 removeWatches /a of kind \(kind)")
    script.reply(3)
    #expect(script.take() == "< 3 ok")
    #expect(script.machine.watchCount == 1)
  }

  // All servers that can remove watches know that kind; those before 3.9 none of the kinds that
  // last.
  @Test("and to remove all it has where nobody does", arguments: WatchMode.allCases)
  mutating func everything(mode: WatchMode) {
    let id = armed("/a", mode)
    script.unwatch(id)
    #expect(script.take() == "unwatch 1\n  > 2 removeWatches /a of kind 3")
    script.reply(2)
    #expect(script.take() == "< 2 ok")
    #expect(script.machine.watchCount == 0)
  }

  @Test("a watch of which others hear stays on the server until the last of them leaves")
  mutating func lastListener() {
    let first = armed("/a", .data)
    let second = armed("/a", .data)
    let other = armed("/a", .children)
    script.unwatch(first)
    script.unwatch(other)
    script.unwatch(second)
    #expect(
      script.take() == """
        unwatch 1
        unwatch 3
          > 4 removeWatches /a of kind 1
        unwatch 2
          > 5 removeWatches /a of kind 3
        """)
  }

  @Test("that there is no such watch any more is what was wanted")
  mutating func alreadyGone() {
    script.showsReports = true
    let id = armed("/a", .data)
    script.unwatch(id)
    script.reply(2, .noWatcher)
    #expect(script.take().hasSuffix("< 2 noWatcher"))
  }

  // Apache's server replies so, and hangs up.
  @Test("a server that does not know the operation is not asked again, and others are")
  mutating func unknownOperation() {
    let watches = (1...3).map { armed(["/a", "/b", "/c"][$0 - 1], .data) }
    script.unwatch(watches[0])
    script.reply(4, zxid: -1, .unimplemented)
    script.reply(-2)
    _ = script.take()
    script.unwatch(watches[1])
    #expect(script.take() == "unwatch 2")
    script.lose()
    script.reach(0xA)
    _ = script.take()
    script.unwatch(watches[2])
    #expect(script.take() == "unwatch 3\n  > 6 removeWatches /c of kind 3")
    #expect(script.machine.watchCount == 0)
  }

  @Test("a listener who leaves before the reply is forgotten with it, and the server is told")
  mutating func leavesBeforeReply() {
    let id = script.listen("/a", .data)
    script.unwatch(id)
    script.reply(1)
    #expect(
      script.take() == """
        call 1: getData /a and watch
          > 1 getData /a and watch
        unwatch 1
        < 1 ok
          call 1: ok
          > 2 removeWatches /a of kind 3
        """)
    #expect(script.machine.watchCount == 0)
  }

  @Test("a listener who leaves before a reply that brings no watch leaves nothing to remove")
  mutating func leavesBeforeFailure() {
    let id = script.listen("/a", .data)
    script.unwatch(id)
    _ = script.take()
    script.reply(1, .noNode)
    #expect(script.take() == "< 1 noNode\n  call 1: noNode")
    #expect(script.machine.watchCount == 0)
  }

  @Test("a listener who leaves with an unsent request leaves nothing behind")
  mutating func leavesWithUnsentRequest() {
    script.holdsBack = true
    let id = script.listen("/a", .data)
    script.unwatch(id)
    script.abandon(1)
    #expect(script.machine.watchCount == 0)
    let late = script.machine.watch("/a", .data)
    script.submit(
      .getData(ReadRequest(path: "/a", watch: true)), deadline: .seconds(1), watch: late)
    script.unwatch(late)
    script.wait(.seconds(1))
    #expect(script.machine.watchCount == 0)
  }

  @Test("a listener who leaves with a request that was lost leaves nothing behind")
  mutating func leavesWithLostRequest() {
    let id = script.listen("/a", .data)
    script.unwatch(id)
    script.abandon(1)
    script.lose()
    #expect(script.machine.watchCount == 0)
  }

  @Test("a watch whose other listener never came to hear of it is removed with that listener")
  mutating func otherListenerNeverCame() {
    let first = armed("/a", .persistent)
    script.holdsBack = true
    let second = script.listen("/a", .persistent)
    script.unwatch(first)
    script.abandon(2)
    script.unwatch(second)
    script.holdsBack = false
    _ = script.take()
    script.settle()
    #expect(script.take() == "  > 2 removeWatches /a of kind 3")
  }

  @Test("while no server serves us there is nobody to tell, and the next one is not asked for it")
  mutating func away() {
    let id = armed("/a", .data)
    script.lose()
    script.unwatch(id)
    script.reach(0xA)
    #expect(script.take().hasSuffix("now connected 0xa"))
  }

  @Test("leaving twice, or after the end, means nothing")
  mutating func twice() {
    let id = armed("/a", .data)
    script.event(.nodeDataChanged, "/a")
    _ = script.take()
    let next = armed("/a", .data)
    script.unwatch(id)
    #expect(script.take() == "unwatch 1")
    #expect(script.machine.isWatching(next))
  }
}
