import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// What a new connection is told of the watches, and what listeners hear meanwhile.
@Suite struct RestorationTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))

  private static func comeBack(_ script: inout Script, _ id: Int64 = 0xA) {
    script.lose()
    script.wait(.milliseconds(100))
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(id)
  }

  private static func arm(
    _ script: inout Script, _ path: ZNodePath, _ mode: WatchMode, _ error: ErrorCode = .ok,
    zxid: Int64 = 7
  ) {
    let id = script.listen(path, mode)
    script.reply(Int32(id.generation), zxid: zxid, error)
  }

  // Servers of 3.4 know setWatches only, so it is used wherever it will do.
  @Test("credentials come first, then watches, then what is asked again, then what waited")
  func order() {
    var script = Script.live([.a, .b]) {
      $0.inFlightMax = 1
    }
    script.addCredential("me")
    script.reply(-4, zxid: 0)
    RestorationTests.arm(&script, "/w", .data)
    script.submit(RestorationTests.getA)
    script.submit(.sync(SyncRequest(path: "/")))
    RestorationTests.comeBack(&script)
    script.reply(-4, zxid: 0)
    script.reply(3)
    script.reply(4)
    script.reply(5)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > auth digest me:
          > 3 setWatches since 0x7 data /w
        < -4 ok
        < 3 ok
          > 4 getData /a
        < 4 ok
          call 3: ok
          > 5 sync
        < 5 ok
          call 4: ok
        """)
  }

  @Test("each kind of watch stands in its list, each path once")
  func lists() {
    var script = Script.live([.a, .b])
    RestorationTests.arm(&script, "/d", .data)
    RestorationTests.arm(&script, "/d", .data)
    RestorationTests.arm(&script, "/e", .existence, .noNode)
    RestorationTests.arm(&script, "/f", .existence)
    RestorationTests.arm(&script, "/c", .children)
    RestorationTests.comeBack(&script)
    #expect(
      script.take() == """
        < welcome 0xa
          watch 3: gap, reconnected
          now connected 0xa
          > 6 setWatches since 0x7 data /d,/f exist /e child /c
        """)
  }

  // Servers let these catch up with nothing, so only the client can say that there is a gap.
  @Test("watches that outlive their events hear of a gap before anything of the new connection")
  func gaps() {
    var script = Script.live([.a, .b])
    RestorationTests.arm(&script, "/p", .persistent)
    RestorationTests.arm(&script, "/r", .recursive)
    RestorationTests.arm(&script, "/d", .data)
    RestorationTests.comeBack(&script)
    script.event(.nodeDataChanged, "/d", zxid: -1)
    script.reply(4)
    #expect(
      script.take() == """
        < welcome 0xa
          watch 1: gap, reconnected
          watch 2: gap, reconnected
          now connected 0xa
          > 4 setWatches2 since 0x7 data /d persistent /p recursive /r
        < changed /d
          watch 3: changed /d
        < 4 ok
        """)
  }

  @Test("a watch that has not begun is not restored, but asked for again")
  func notBegun() {
    var script = Script.live([.a, .b])
    script.listen("/p", .persistent)
    RestorationTests.comeBack(&script)
    #expect(script.take() == "< welcome 0xa\n  now connected 0xa\n  > 2 addWatch /p")
  }

  @Test("a watch of one shot that has fired is not restored")
  func fired() {
    var script = Script.live([.a, .b])
    RestorationTests.arm(&script, "/d", .data)
    script.event(.nodeDataChanged, "/d")
    RestorationTests.comeBack(&script)
    #expect(script.take() == "< welcome 0xa\n  now connected 0xa")
  }

  // Apache's client sends at most 128 KiB of paths at once, because a server closes the connection
  // of whoever sends more than its limit, and would do so again.
  @Test("many watches are restored in batches, all of them since the same change")
  func batches() {
    var script = Script.live([.a, .b])
    let bytes = 1000
    for index in 1...300 {
      let name = "/" + String(repeating: "x", count: bytes - 4) + "\(index + 100)"
      guard let path = try? ZNodePath(validating: name) else { continue }
      RestorationTests.arm(&script, path, .data)
    }
    script.showsReports = true
    script.lose()
    script.resolve()
    script.connect()
    _ = script.take()
    script.holdsBack = true
    script.greet(0xA)
    // 4 bytes of length and the path: 130 of 1004 bytes fit into 131,072, and 40 are left.
    let sizes = [130, 130, 40].map { 4 + 8 + 8 + 3 * 4 + $0 * 1004 }
    #expect(sizes.allSatisfy { $0 <= 128 * 1024 + 32 })
    script.chunkBytes = 1
    #expect(script.sizesHandedOut() == sizes)
    #expect(script.take().contains("300 watches restored"))
    script.reply(301, zxid: 9)
    script.reply(302, zxid: 9)
    script.reply(303, zxid: 9)
    #expect(script.machine.requestsInFlight == 0)
    #expect(script.machine.restoring.isEmpty)
  }

  @Test("what is learnt while batches are under way does not move what the others ask for")
  func relativeZxid() {
    var script = Script.live([.a, .b])
    let long = String(repeating: "x", count: 100_000)
    for name in ["/1", "/2"] {
      guard let path = try? ZNodePath(validating: name + long) else { continue }
      RestorationTests.arm(&script, path, .data)
    }
    script.lose()
    script.resolve()
    script.connect()
    script.holdsBack = true
    script.greet(0xA)
    _ = script.take()
    script.chunkBytes = 1
    script.transmit(pieces: 1)
    #expect(script.take().hasPrefix("  > 3 setWatches since 0x7 data"))
    script.reply(3, zxid: 99)
    _ = script.take()
    script.transmit()
    #expect(script.take().hasPrefix("  > 4 setWatches since 0x7 data"))
  }

  @Test("watches that a server refuses to restore are over, and their listeners told")
  func refused() {
    var script = Script.live([.a, .b])
    RestorationTests.arm(&script, "/p", .persistent)
    RestorationTests.comeBack(&script)
    _ = script.take()
    script.reply(2, zxid: -1, .unimplemented)
    script.lose()
    script.wait(.milliseconds(100))
    script.resolve()
    script.connect()
    script.greet(0xA)
    let text = script.take()
    #expect(text.hasPrefix("< 2 unimplemented\n  watch 1: dropped, unimplemented\n  > ping\nlost"))
    #expect(text.hasSuffix("< welcome 0xa\n  now connected 0xa"))
  }

  @Test("a connection that breaks before its watches are restored restores them on the next")
  func lostMeanwhile() {
    var script = Script.live([.a, .b])
    RestorationTests.arm(&script, "/p", .persistent)
    for xid in 2...4 {
      RestorationTests.comeBack(&script)
      #expect(
        script.take() == """
          < welcome 0xa
            watch 1: gap, reconnected
            now connected 0xa
            > \(xid) setWatches2 since 0x7 persistent /p
          """)
    }
  }

  @Test("a listener who leaves while it is restored is removed behind it")
  func leavesMeanwhile() {
    var script = Script.live([.a, .b])
    let id = script.listen("/d", .data)
    script.reply(1, zxid: 7)
    script.lose()
    script.resolve()
    script.connect()
    script.holdsBack = true
    script.greet(0xA)
    script.unwatch(id)
    _ = script.take()
    script.transmit()
    #expect(
      script.take() == "  > 2 setWatches since 0x7 data /d\n  > 3 removeWatches /d of kind 3")
  }
}
