import Testing
import ZooKeeperModel
import ZooKeeperWire

@testable import ZooKeeperSession

/// What happens when a server cannot be reached: the next address, the next server, and a rest.
@Suite struct AttemptTests {
  @Test("all addresses of a server are tried, then the next server")
  func addresses() {
    var script = Script([.a, .b])
    script.start()
    script.resolve(2)
    script.lose(.failed("refused"))
    script.lose(.failed("refused"))
    #expect(
      script.take() == """
        start
          resolve a
        resolved: 2
          connect to address 0 of a
        lost: failed
          connect to address 1 of a
        lost: failed
          resolve b
        """)
  }

  @Test("a name that leads nowhere is a server that failed")
  func unresolved() {
    var script = Script([.a, .b])
    script.showsReports = true
    script.start()
    script.failToResolve()
    script.resolve(0)
    #expect(
      script.take() == """
        start
          resolve a
        not resolved
          report attempt at a failed: unresolved
          resolve b
        resolved: 0
          report attempt at b failed: unresolved
        """)
  }

  @Test("a server that hangs up instead of greeting is followed by the next address")
  func hangUp() {
    var script = Script([.a, .b])
    script.start()
    script.resolve(2)
    script.connect()
    _ = script.take()
    script.lose()
    script.connect()
    script.lose()
    #expect(
      script.take() == """
        lost: closedByServer
          connect to address 1 of a
        connected
          > hello 0x0 seen 0x0 for 9000 ms
        lost: closedByServer
          resolve b
        """)
  }

  @Test("a peer that does not speak ZooKeeper is left")
  func garbage() {
    var script = Script([.a, .b])
    script.start()
    script.resolve()
    script.connect()
    _ = script.take()
    script.receive { $0.int32(1) }
    #expect(script.take() == "  disconnect: protocolViolation\n  resolve b")
  }

  @Test("a new session without a timeout is no session")
  func emptyWelcome() {
    var script = Script([.a, .b])
    script.start()
    script.resolve()
    script.connect()
    _ = script.take()
    script.refuseSession()
    #expect(
      script.take() == """
        < no such session
          disconnect: protocolViolation
          resolve b
        """)
  }

  // 9 s for two servers: 4.5 s for each step that one of them does not take.
  @Test("each server has its share of the timeout to resolve, each address to connect and greet")
  func tooSlow() {
    var script = Script([.a, .b])
    script.start()
    script.wait(.seconds(4.5))
    script.resolve(2)
    script.wait(.seconds(3))
    script.connect()
    script.wait(.seconds(1.5))
    #expect(
      script.take() == """
        start
          resolve a
        at 4.500 s
          disconnect: tooSlow
          resolve b
        resolved: 2
          connect to address 0 of b
        connected
          > hello 0x0 seen 0x0 for 9000 ms
        at 9.000 s
          disconnect: tooSlow
          connect to address 1 of b
        """)
  }

  @Test("what was found too late is not used")
  func lateResolution() {
    var script = Script([.a, .b])
    script.dropsAtOnce = false
    script.start()
    script.wait(.seconds(4.5))
    script.resolve()
    script.gone(.closedHere)
    #expect(
      script.take() == """
        start
          resolve a
        at 4.500 s
          disconnect: tooSlow
        resolved: 1
          resolve b
        """)
  }

  @Test("an option gives every address the same time, however many servers there are")
  func connectTimeout() {
    var script = Script([.a, .b, .c]) { $0.connectTimeout = .seconds(1) }
    script.start()
    _ = script.take()
    script.wait(.seconds(1))
    #expect(script.take() == "at 1.000 s\n  disconnect: tooSlow\n  resolve b")
  }

  // 25…50 ms after the first round, twice that after each further one, and never more than 2 s.
  @Test("after a round that led nowhere there is a rest, by chance, and longer each time")
  func rests() {
    var shortest = [Int64](repeating: .max, count: 10)
    var longest = [Int64](repeating: 0, count: 10)
    for seed in 0..<200 as Range<UInt64> {
      var script = Script([.a, .b], seed: seed)
      script.start()
      for round in 0..<10 {
        script.resolve(0)
        script.resolve(0)
        let rest = (script.machine.nextDeadline.nanoseconds - script.now.nanoseconds) / 1_000_000
        script.wait(.milliseconds(rest))
        #expect(script.take().hasSuffix("\n  resolve a"))
        shortest[round] = min(shortest[round], rest)
        longest[round] = max(longest[round], rest)
      }
    }
    for round in 0..<10 {
      let bound = min(50 << Int64(round), 2000)
      #expect(shortest[round] >= bound / 2 && longest[round] <= bound)
      #expect(longest[round] - shortest[round] > bound / 4)
    }
  }

  @Test("a server that greets and hangs up, again and again, does not keep the client busy")
  func greetsAndHangsUp() {
    var script = Script()
    script.start()
    script.reach(0xA)
    _ = script.take()
    script.lose()
    #expect(script.take() == "lost: closedByServer\n  now suspended 0xa")
    script.wait(.milliseconds(50))
    #expect(script.take().hasSuffix("resolve a"))
  }

  @Test("a server that was lost in service is followed by the next one without a rest")
  func lostInService() {
    var script = Script.live([.a, .b])
    script.submit(.sync(SyncRequest(path: "/")))
    script.reply(1)
    _ = script.take()
    script.lose()
    #expect(
      script.take() == """
        lost: closedByServer
          now suspended 0xa
          resolve b
        """)
  }
}
