import Testing
import ZooKeeperModel
import ZooKeeperSession

@testable import ZooKeeper

@Suite("What a server that turns us away says of its data")
struct ZxidAnswerTests {
  @Test(
    "a server that serves has its last change", arguments: WordRecording.allCases,
    [
      ("leader", 0x1_0000_0000), ("follower", 0), ("observer", 0), ("fresh", 0),
    ] as [(String, Int64)])
  func serves(_ recording: WordRecording, _ member: (name: String, zxid: Int64)) throws {
    let text = try recording.answer("srvr-\(member.name)")
    #expect(ZxidAnswer(srvr: .success(text)) == .serves(upTo: Zxid(rawValue: member.zxid)))
  }

  @Test("one that is cut off from its ensemble does not serve", arguments: WordRecording.allCases)
  func readOnly(_ recording: WordRecording) throws {
    let text = try recording.answer("srvr-read-only")
    #expect(ZxidAnswer(srvr: .success(text)) == .notServing)
  }

  @Test("what is no answer tells what is known nevertheless")
  func failures() {
    func answer(_ reason: ServerProbeError.Reason) -> ZxidAnswer {
      let server = ServerAddress(host: "a")
      return ZxidAnswer(srvr: .failure(ServerProbeError(reason, word: .srvr, server: server)))
    }
    #expect(answer(.notAllowed) == .mayNotTell)
    #expect(answer(.notServing) == .notServing)
    #expect(answer(.refused) == .nothing)
    #expect(answer(.timedOut(.answering)) == .nothing)
    #expect(answer(.closedWithoutAnswer) == .nothing)
    #expect(ZxidAnswer(srvr: .success("HTTP/1.1 400 Bad Request")) == .nothing)
  }
}
