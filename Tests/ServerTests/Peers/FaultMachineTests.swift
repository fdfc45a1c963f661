import Testing

@testable import ZooKeeperTesting

/// The proxy's decisions, as values.
struct FaultMachineTests {
  private let handshake: Int32 = 0
  private let ping: Int32 = -2

  @Test("what is planned for a request happens to it, and to no other")
  func requests() {
    let verdicts: [(ChaosFault, FaultMachine.Verdict)] = [
      (.cutBeforeRequest, .cut), (.cutInsideRequest, .passHalf), (.endInsteadOfRequest, .end),
      (.stall, .stall),
    ]
    for (fault, verdict) in verdicts {
      var machine = FaultMachine(.init(fault, after: 2))
      let decided = [handshake, 1, 2, 3].map { machine.request($0) }
      #expect(decided == [.pass, .pass, verdict, .pass])
      #expect(replies(&machine, to: [handshake, 1, 2, 3]).allSatisfy { $0 == .pass })
    }
  }

  @Test("what is planned for a reply happens to the one of that request, whatever comes between")
  func replyOfRequest() {
    let verdicts: [(ChaosFault, FaultMachine.Verdict)] = [
      (.cutBeforeReply, .cut), (.cutInsideReply, .passHalf), (.endInsteadOfReply, .end),
    ]
    let event: Int32 = -1
    for (fault, verdict) in verdicts {
      var machine = FaultMachine(.init(fault, after: 2))
      for mark in [handshake, 1, 2, 3] { #expect(machine.request(mark) == .pass) }
      let decided = replies(&machine, to: [handshake, event, 1, ping, 2])
      #expect(decided == [.pass, .pass, .pass, .pass, verdict])
    }
  }

  @Test("the handshake is the first request")
  func greeting() {
    var machine = FaultMachine(.init(.cutBeforeReply, after: 0))
    #expect(machine.request(handshake) == .pass)
    #expect(machine.reply(handshake) == .cut)
  }

  @Test("pings neither count nor suffer")
  func pings() {
    var machine = FaultMachine(.init(.cutBeforeRequest, after: 1))
    let decided = [handshake, ping, ping, 1].map { machine.request($0) }
    #expect(decided == [.pass, .pass, .pass, .cut])
  }

  @Test("a fault that is told later takes the place of the plan")
  func expectation() {
    var machine = FaultMachine(.init(.cutBeforeReply, after: 0))
    #expect(machine.request(handshake) == .pass)
    machine.expect(.init(.cutInsideRequest, after: 1))
    #expect(machine.reply(handshake) == .pass)
    #expect([1, 2].map { machine.request($0) } == [.pass, .passHalf])
  }

  @Test("without a plan everything passes")
  func peace() {
    var machine = FaultMachine()
    #expect([handshake, 1].map { machine.request($0) } == [.pass, .pass])
    #expect(replies(&machine, to: [handshake, 1]) == [.pass, .pass])
  }

  private func replies(
    _ machine: inout FaultMachine, to marks: [Int32]
  ) -> [FaultMachine.Verdict] {
    marks.map { machine.reply($0) }
  }
}
