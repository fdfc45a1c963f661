import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// Servers that hang up on a greeting: those that know less than we, and those without a leader.
@Suite struct HistoryInquiryTests {
  private static let behind = ZxidAnswer.serves(upTo: Zxid(rawValue: 0x6F))
  private static let level = ZxidAnswer.serves(upTo: Zxid(rawValue: 0x70))

  /// Loses a session of nine seconds that has seen change 0x70.
  private static func lost(_ servers: [ServerAddress]) -> Script {
    var script = Script.live(servers)
    script.see(0x70)
    script.lose()
    _ = script.take()
    return script
  }

  // The session lives for twelve seconds: its nine, and a third for the servers' ticks. A server
  // is tried every two seconds at least, so that its turn comes that much late at most.
  @Test("who hangs up is asked how far its data reaches, beside the attempts, every three seconds")
  func asks() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.resolve(2)
    script.connect()
    script.lose()
    script.connect()
    script.lose()
    #expect(
      script.take() == """
        resolved: 2
          connect to address 0 of b
        connected
          > hello 0xa with a password seen 0x70 for 9000 ms
        lost: closedByServer
          ask address 0 of b
          connect to address 1 of b
        connected
          > hello 0xa with a password seen 0x70 for 9000 ms
        lost: closedByServer
          resolve a
        """)
    script.answer(HistoryInquiryTests.behind)
    script.resolve()
    script.connect()
    script.lose()
    #expect(script.take().contains("ask address 0 of a"))
    script.answer(.notServing)
    script.beTurnedAway(for: .seconds(13), [.a: .notServing, .b: .notServing])
    for server in [ServerAddress.a, .b] {
      // All of them have a half of three seconds for their answer.
      let times = script.questions.filter { $0.server == server }.map(\.deadline.nanoseconds)
      let pauses = zip(times, times.dropFirst()).map { ($1 - $0) / 1_000_000_000 }
      #expect(pauses.count >= 2 && pauses.allSatisfy { (3..<5).contains($0) }, "\(pauses)")
    }
  }

  @Test("all who serve are behind, and all serve: what was seen is lost, and that is said")
  func allBehind() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.beTurnedAway(
      for: .seconds(13), [.a: HistoryInquiryTests.behind, .b: HistoryInquiryTests.behind])
    #expect(script.take().contains("renewed after 0xa: serversBehind"))
    #expect(script.nextGreeting == "> hello 0x0 seen 0x0 for 9000 ms")
  }

  @Test("servers without a leader are not behind, however long it takes")
  func leaderless() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.beTurnedAway(for: .seconds(13), [.a: .notServing, .b: .notServing])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
    script.beTurnedAway(for: .seconds(60), [.a: .notServing, .b: .notServing])
    #expect(!script.take().contains("renewed"))
    #expect(script.nextGreeting == "> hello 0x0 seen 0x70 for 9000 ms")
  }

  // Whoever serves has a majority of its ensemble, so the other one cannot know more. But a session
  // might live on there, and only its successor has none to lose.
  @Test("a server without a leader keeps a session from being given up for the other's data")
  func oneLeaderless() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.beTurnedAway(for: .seconds(13), [.a: HistoryInquiryTests.behind, .b: .notServing])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
    script.beTurnedAway(for: .seconds(13), [.a: HistoryInquiryTests.behind, .b: .notServing])
    #expect(script.take().contains("renewed after none: serversBehind"))
  }

  @Test("as long as one server has what was seen, nothing is lost, though it turns us away")
  func oneLevel() {
    var script = HistoryInquiryTests.lost([.a, .b])
    let answers = [ServerAddress.a: HistoryInquiryTests.behind, .b: HistoryInquiryTests.level]
    script.beTurnedAway(for: .seconds(13), answers)
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
    script.beTurnedAway(for: .seconds(60), answers)
    #expect(!script.take().contains("renewed"))
  }

  @Test("servers that may not be asked are taken for behind, as nothing else could tell")
  func mayNotTell() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.beTurnedAway(for: .seconds(13), [.a: .mayNotTell, .b: HistoryInquiryTests.behind])
    #expect(script.take().contains("renewed after 0xa: serversBehind"))
  }

  @Test("servers that do not answer are not behind")
  func noAnswer() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.beTurnedAway(for: .seconds(13), [.a: .nothing, .b: HistoryInquiryTests.behind])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }

  @Test("what a server says last counts", arguments: [true, false])
  func lastWord(_ hasLeaderInTheEnd: Bool) {
    let answers: [ZxidAnswer] =
      hasLeaderInTheEnd
      ? [.notServing, HistoryInquiryTests.behind] : [HistoryInquiryTests.behind, .notServing]
    var script = HistoryInquiryTests.lost([.a])
    script.beTurnedAway(for: .seconds(6), [.a: answers[0]])
    script.beTurnedAway(for: .seconds(7), [.a: answers[1]])
    let end = hasLeaderInTheEnd ? "serversBehind" : "expiredUnheard"
    #expect(script.take().contains("renewed after 0xa: \(end)"))
  }

  @Test("a question without an answer keeps no other server from being asked")
  func slowAnswer() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.beTurnedAway(for: .milliseconds(1400), [:])
    #expect(script.questions.map(\.server) == [.b])
    script.beTurnedAway(for: .milliseconds(1500), [:])
    #expect(script.questions.map(\.server) == [.b, .a])
    _ = script.take()
    script.answer(HistoryInquiryTests.behind, to: 0)
    script.beTurnedAway(for: .seconds(10), [.a: HistoryInquiryTests.behind])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }

  @Test("an answer that comes when a server serves us already does not count")
  func answerAfterReconnect() {
    var script = HistoryInquiryTests.lost([.a])
    script.beTurnedAway(for: .milliseconds(100), [:])
    #expect(script.questions.count == 1)
    script.reachAgain()
    script.answer(HistoryInquiryTests.behind)
    script.lose()
    script.beTurnedAway(for: .seconds(13), [:])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }

  @Test("nor does one that comes when the next time without a server has begun")
  func answerOfEarlierAbsence() {
    var script = HistoryInquiryTests.lost([.a])
    script.beTurnedAway(for: .milliseconds(100), [:])
    script.reachAgain()
    script.lose()
    script.beTurnedAway(for: .seconds(1), [:])
    #expect(script.questions.count == 2)
    script.answer(HistoryInquiryTests.behind, to: 0)
    script.beTurnedAway(for: .seconds(13), [:])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }

  @Test("nor does one that comes when its server has gone away")
  func answerOfAbsentServer() {
    var script = HistoryInquiryTests.lost([.a])
    script.beTurnedAway(for: .milliseconds(100), [:])
    script.beOnTheWay()
    script.lose(.failed("refused"))
    script.answer(HistoryInquiryTests.behind, to: 0)
    script.beTurnedAway(for: .seconds(13), [:])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }

  @Test("nobody is asked by a session that has seen nothing")
  func nothingSeen() {
    var script = Script.live([.a])
    script.lose()
    script.beTurnedAway(for: .seconds(13), [:])
    #expect(script.questions.isEmpty)
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }

  @Test("what servers said counts no more when they are others")
  func otherServers() {
    var script = HistoryInquiryTests.lost([.a, .b])
    script.beTurnedAway(
      for: .seconds(11), [.a: HistoryInquiryTests.behind, .b: HistoryInquiryTests.behind])
    script.machine.updateServers([.a])
    script.beTurnedAway(for: .seconds(2), [:])
    #expect(script.take().contains("renewed after 0xa: expiredUnheard"))
  }
}

extension Script {
  /// Learns of a change.
  fileprivate mutating func see(_ zxid: Int64) {
    submit(.getData(ReadRequest(path: "/a", watch: false)))
    reply(1, zxid: zxid)
  }

  /// Lets every server hang up, as soon as it is greeted, and answer questions in its way. Ends
  /// early when the session does.
  fileprivate mutating func beTurnedAway(
    for duration: Duration, _ answers: [ServerAddress: ZxidAnswer]
  ) {
    let end = now + duration
    var answered = questions.count
    while now < end {
      if machine.phase == .resolving { resolve() }
      if machine.phase == .connecting {
        connect()
        lose()
      }
      while answered < questions.count {
        if let answer = answers[questions[answered].server] { self.answer(answer, to: answered) }
        answered += 1
      }
      wait(.milliseconds(20))
      if lines.contains("  now connecting") { return }
    }
  }

  /// Comes to the next attempt to connect.
  fileprivate mutating func beOnTheWay() {
    while machine.phase != .connecting {
      if machine.phase == .resolving { resolve() } else { wait(.milliseconds(20)) }
    }
  }

  /// The session is served again.
  fileprivate mutating func reachAgain() {
    beOnTheWay()
    connect()
    greet(0xA)
  }

  /// What the machine says to the next server that it reaches.
  fileprivate var nextGreeting: String? {
    var script = self
    script.beOnTheWay()
    _ = script.take()
    script.connect()
    return script.lines.last?.trimmingPrefix("  ").description
  }
}
