import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// What moves over to the next session, and what does not.
@Suite struct SuccessorTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))
  private static let setA = Request.setData(SetDataRequest(path: "/a", data: nil, version: .any))
  private static let lock = Request.create(
    CreateRequest(path: "/lock", data: nil, acl: nil, flags: .ephemeral))

  /// Loses a session that has a watch of each sort and requests of each sort under way.
  private static func lost(_ change: (inout SessionConfiguration) -> Void = { _ in }) -> Script {
    var script = Script.live([.a, .b], change)
    script.listen("/d", .data)
    script.reply(1, zxid: 7)
    script.listen("/p", .persistent)
    script.reply(2, zxid: 7)
    script.submit(setA)
    script.submit(getA)
    script.lose()
    script.submit(lock, bound: true)
    script.submit(setA)
    script.resolve()
    script.connect()
    _ = script.take()
    script.refuseSession()
    return script
  }

  /// Tries one server after the other, which all do the same, until there is another session.
  private static func beTurnedAway(_ script: inout Script, _ turnAway: (inout Script) -> Void) {
    while script.now.nanoseconds < 60_000_000_000 {
      script.resolve()
      if script.machine.phase == .connecting { turnAway(&script) }
      script.wait(.milliseconds(20))
      if script.lines.contains("  now connecting") { return }
    }
  }

  // The server that knew of the end works, so it is asked first. What was sent on a connection of
  // the old session has been told already.
  @Test("what is bound to the session fails, the rest moves over, and all watches hear of a gap")
  func movesOver() {
    var script = SuccessorTests.lost()
    script.resolve()
    script.connect()
    script.greet(0xB)
    #expect(
      script.take() == """
        < no such session
          disconnect: closedHere
          call 5 fails: sessionExpired
          watch 1: gap, newSession
          watch 2: gap, newSession
          renewed after 0xa: expired
          now connecting
          resolve b
        resolved: 1
          connect to address 0 of b
        connected
          > hello 0x0 seen 0x7 for 9000 ms
        < welcome 0xb
          now connected 0xb
          > 5 setWatches2 since 0x7 data /d persistent /p
          > 6 getData /a
          > 7 setData /a
        """)
  }

  @Test("where no other session is wanted, everything ends")
  func ends() {
    var script = SuccessorTests.lost { $0.renews = false }
    #expect(
      script.take() == """
        < no such session
          disconnect: closedHere
          call 4 fails: sessionExpired
          call 5 fails: sessionExpired
          call 6 fails: sessionExpired
          watch 1: ended
          watch 2: ended
          now ended: expired
        """)
    #expect(script.machine.watchCount == 0)
  }

  // Both servers hang up on whoever has seen more than they have, until the
  // session must be gone; its successor has seen nothing, or it would be turned away as well.
  @Test("when the data of all servers is older for good, the next session begins from nothing")
  func serversBehind() {
    var script = Script([.a, .b])
    script.start()
    script.reach(0xA)
    script.listen("/d", .data)
    script.reply(1, zxid: 0x70)
    script.showsReports = true
    script.lose()
    SuccessorTests.beTurnedAway(&script) { script in
      script.connect()
      script.lose()
      script.answer(.serves(upTo: Zxid(rawValue: 0x6F)))
    }
    let text = script.take()
    #expect(text.contains("report servers behind 0x70"))
    #expect(text.contains("watch 1: gap, historyReplaced"))
    #expect(text.contains("renewed after 0xa: serversBehind"))
    script.wait(.seconds(2))
    script.resolve()
    script.connect()
    #expect(script.take().contains("> hello 0x0 seen 0x0"))
    script.greet(0xB)
    #expect(script.take().contains("> 2 setWatches since 0x0 data /d"))
  }

  @Test("servers that cannot be reached are not behind")
  func unreachable() {
    var script = Script.live([.a, .b])
    script.submit(SuccessorTests.getA)
    script.reply(1, zxid: 0x70)
    script.lose()
    SuccessorTests.beTurnedAway(&script) { $0.lose(.failed("refused")) }
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
    script.wait(.seconds(2))
    script.resolve()
    script.connect()
    #expect(script.take().contains("> hello 0x0 seen 0x70"))
  }

  // It broke off once, as a server does that is killed; from then on it was only away.
  @Test("a server that hung up once and is away since says nothing of its data")
  func hungUpOnce() {
    var script = Script.live([.a, .b])
    script.submit(SuccessorTests.getA)
    script.reply(1, zxid: 0x70)
    script.lose()
    var attempts = 0
    SuccessorTests.beTurnedAway(&script) { script in
      attempts += 1
      if attempts <= 2 {
        script.connect()
        script.lose()
        script.answer(.serves(upTo: Zxid(rawValue: 0x6F)))
      } else {
        script.lose(.failed("refused"))
      }
    }
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }

  @Test("a session is gone once, though its deadline passes before the connection ends")
  func slowToDrop() {
    var script = Script.live([.a, .b])
    script.lose()
    script.resolve()
    script.connect()
    script.dropsAtOnce = false
    _ = script.take()
    script.refuseSession()
    script.wait(.seconds(20))
    script.gone(.closedHere)
    #expect(script.take().contains("renewed after 0xa: expired\n"))
  }
}
