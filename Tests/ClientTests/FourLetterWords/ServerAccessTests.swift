import Testing

@testable import ZooKeeper

@Suite("Access to a server")
struct ServerAccessTests {
  @Test(
    "is what real servers say it is", arguments: WordRecording.allCases,
    [
      ("follower", .readWrite), ("read-only", .readOnly), ("alone", .notServing),
    ] as [(String, ServerAccess)])
  func recorded(_ recording: WordRecording, _ member: (name: String, access: ServerAccess)) throws {
    #expect(try ServerAccess(isro: recording.answer("isro-\(member.name)")) == member.access)
  }

  @Test("is nothing else", arguments: ["", "RW", "rw\n", "no"])
  func nonsense(_ answer: String) {
    #expect(throws: UnreadableAnswer.self) { try ServerAccess(isro: answer) }
  }
}
