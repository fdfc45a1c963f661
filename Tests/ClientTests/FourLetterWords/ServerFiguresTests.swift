import Testing

@testable import ZooKeeper

@Suite("The figures of a server")
struct ServerFiguresTests {
  @Test("are all there, in the server's order", arguments: WordRecording.allCases)
  func everything(_ recording: WordRecording) throws {
    let answer = try recording.answerWithClients("mntr")
    let figures = try ServerFigures(mntr: answer)
    #expect(figures.map { "\($0.name)\t\($0.value)\n" }.joined() == answer)
  }

  @Test("are found by their names")
  func names() throws {
    let figures = try ServerFigures(mntr: WordRecording.apache39.answerWithClients("mntr"))
    #expect(figures.count == 504)
    #expect(figures[1] == .init(name: "zk_server_state", value: "standalone"))
    #expect(figures["zk_server_state"] == "standalone")
    #expect(figures["zk_znode_count"] == "9")
    #expect(figures["zk_avg_latency"] == "22.7745")
    #expect(figures["zk_nothing"] == nil)
  }

  @Test("may be empty words, and the first of a name counts")
  func oddities() throws {
    let figures = try ServerFigures(mntr: "a\t\r\nb\t1\t2\r\na\t3\r\n")
    #expect(figures.map(\.value) == ["", "1\t2", "3"])
    #expect(figures["a"] == "" && figures["b"] == "1\t2")
  }

  @Test("are no figures without names", arguments: ["", "\n", "imok", "a\t1\nb\n", "\t1\n"])
  func nonsense(_ answer: String) {
    #expect(throws: UnreadableAnswer.self) { try ServerFigures(mntr: answer) }
  }
}
