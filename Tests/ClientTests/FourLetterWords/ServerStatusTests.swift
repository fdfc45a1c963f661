import Testing
import ZooKeeperModel

@testable import ZooKeeper

@Suite("The status of a server")
struct ServerStatusTests {
  private static let version39 =
    "3.9.3-c26634f34490bb0ea7a09cc51e05ede3b4e320ee, built on 2024-10-17 23:21 UTC"

  @Test("has every number of a busy server")
  func busy() throws {
    let status = try ServerStatus(srvr: WordRecording.apache39.answerWithClients("srvr"))
    #expect(status.version == Self.version39)
    #expect(status.latency.minimum == .zero)
    #expect(status.latency.average == .milliseconds(22.7745))
    #expect(status.latency.maximum == .milliseconds(444))
    #expect(status.received == 280)
    #expect(status.sent == 280)
    #expect(status.connections == 6)
    #expect(status.outstanding == 0)
    #expect(status.zxid == Zxid(rawValue: 0x10d))
    #expect(status.mode == .standalone)
    #expect(status.nodeCount == 9)
  }

  @Test("tells numbers apart that mostly are the same")
  func different() throws {
    let text = """
      Zookeeper version: 3.4.14-4c25d480e66aadd371de8bd2fd8da255ac140bcf, built on 03/06/2019
      Latency min/avg/max: 1/2/3
      Received: 4
      Sent: 5
      Connections: 6
      Outstanding: 7
      Zxid: 0xffffffff00000008
      Mode: observer
      Node count: 9
      """
    let status = try ServerStatus(srvr: text)
    #expect(status.latency.minimum == .milliseconds(1))
    #expect(status.latency.average == .milliseconds(2))
    #expect(status.latency.maximum == .milliseconds(3))
    #expect(status.received == 4 && status.sent == 5)
    #expect(status.connections == 6 && status.outstanding == 7)
    #expect(status.zxid == Zxid(rawValue: -0xffff_fff8))
    #expect(status.nodeCount == 9)
    #expect(try ServerStatus(srvr: text.replacing("\n", with: "\r\n")) == status)
  }

  @Test(
    "knows each member of an ensemble", arguments: WordRecording.allCases,
    [
      ("leader", .leader), ("follower", .follower), ("observer", .observer),
      ("read-only", .readOnly), ("fresh", .standalone),
    ] as [(String, ServerStatus.Mode)])
  func members(
    _ recording: WordRecording, _ member: (name: String, mode: ServerStatus.Mode)
  ) throws {
    let status = try ServerStatus(srvr: recording.answer("srvr-\(member.name)"))
    #expect(status.version.hasPrefix(recording.rawValue))
    #expect(status.mode == member.mode)
    #expect(status.connections == 1)
    #expect(status.nodeCount == 5)
  }

  @Test("has a leader's zxid, with its epoch", arguments: WordRecording.allCases)
  func epoch(_ recording: WordRecording) throws {
    let status = try ServerStatus(srvr: recording.answer("srvr-leader"))
    #expect(status.zxid == Zxid(rawValue: 0x1_0000_0000))
  }

  @Test("reads stat as well, whose connections it passes over")
  func connections() throws {
    let recording = WordRecording.apache39
    let status = try ServerStatus(srvr: recording.answerWithClients("stat"))
    #expect(status.connections == 6 && status.nodeCount == 9)
  }

  @Test("needs every line", arguments: WordRecording.allCases)
  func missingLines(_ recording: WordRecording) throws {
    let lines = try recording.answer("srvr-follower").split(separator: "\n")
    for index in lines.indices {
      var rest = lines
      let label = rest.remove(at: index).prefix { $0 != ":" }
      let expected = UnreadableAnswer("it has no line “\(label)”")
      #expect(throws: expected) { try ServerStatus(srvr: rest.joined(separator: "\n")) }
    }
  }

  @Test(
    "refuses numbers that are none",
    arguments: [
      ("Latency min/avg/max: 0/0.0/0", "Latency min/avg/max: 0/nan/0"),
      ("Latency min/avg/max: 0/0.0/0", "Latency min/avg/max: 0/0.0/inf"),
      ("Latency min/avg/max: 0/0.0/0", "Latency min/avg/max: 0/1e300/0"),
      ("Latency min/avg/max: 0/0.0/0", "Latency min/avg/max: -1/0.0/0"),
      ("Latency min/avg/max: 0/0.0/0", "Latency min/avg/max: 0/0.0"),
      ("Received: 2", "Received: many"), ("Sent: 1", "Sent: 9223372036854775808"),
      ("Connections: 1", "Connections: "), ("Outstanding: 0", "Outstanding: 0x0"),
      ("Zxid: 0x0", "Zxid: 0"), ("Zxid: 0x0", "Zxid: 0x1ffffffffffffffff"),
      ("Mode: follower", "Mode: king"), ("Node count: 5", "Node count: 5.0"),
    ])
  func nonsense(_ line: String, _ nonsense: String) throws {
    let answer = try WordRecording.apache39.answer("srvr-follower")
    try #require(answer.contains(line))
    #expect(throws: UnreadableAnswer.self) {
      try ServerStatus(srvr: answer.replacing(line, with: nonsense))
    }
  }

  @Test("survives every damage to one byte", arguments: WordRecording.allCases)
  func damage(_ recording: WordRecording) throws {
    let bytes = try Array(recording.answer("srvr-leader").utf8)
    var readable = 0
    for index in bytes.indices {
      for damage in [0, 0x0A, 0x2F, 0x3A, 0x80, 0xFF] as [UInt8] {
        var damaged = bytes
        damaged[index] = damage
        let status = try? ServerStatus(srvr: String(decoding: damaged, as: UTF8.self))
        if status != nil { readable += 1 }
      }
    }
    // Some damage shows nowhere, such as another letter in the version.
    #expect(readable > 0 && readable < bytes.count * 6)
  }
}
