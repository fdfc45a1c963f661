import Testing

@testable import ZooKeeper

@Suite("Four-letter words")
struct FourLetterWordTests {
  private static let all: [FourLetterWord] = [
    .conf, .cons, .crst, .dirs, .dump, .envi, .gtmk, .hash, .isro, .mntr, .ruok, .srst, .srvr,
    .stat, .wchc, .wchp, .wchs,
  ]

  @Test("are four letters", arguments: ["ruok", "RUOK", "what", "zzZZ"])
  func letters(_ text: String) {
    #expect(FourLetterWord(text)?.letters == text)
  }

  @Test(
    "are nothing else",
    arguments: ["", "ruo", "ruok\n", "ru k", "ru0k", "\0ruo", "äö", "r[ok", "@aaa"])
  func noLetters(_ text: String) {
    #expect(FourLetterWord(text) == nil)
  }

  @Test("that have a name are the word of that name")
  func names() {
    #expect(FourLetterWord("ruok") == .ruok)
    for word in Self.all { #expect(FourLetterWord(word.letters) == word) }
  }

  @Test("are known as far as real servers have them", arguments: WordRecording.allCases)
  func refusals(_ recording: WordRecording) throws {
    let lines = try recording.answerWithClients("refusals").split(separator: "\n")
    var refused: Set<FourLetterWord> = []
    for line in lines {
      guard let word = FourLetterWord(String(line.prefix(4))) else { continue }
      if word.refusal(in: "\(line)\n") == .notAllowed { refused.insert(word) }
    }
    // The word with an argument has no name, and nobody can forbid srvr.
    let named = Set(Self.all).subtracting([.srvr])
    #expect(refused.filter { $0.letters != "stmk" } == named)
  }

  @Test("are refused by servers without a quorum", arguments: WordRecording.allCases)
  func notServing(_ recording: WordRecording) throws {
    #expect(try FourLetterWord.srvr.refusal(in: recording.answer("srvr-alone")) == .notServing)
    #expect(try FourLetterWord.mntr.refusal(in: recording.answer("mntr-alone")) == .notServing)
    #expect(try FourLetterWord.isro.refusal(in: recording.answer("isro-alone")) == nil)
    #expect(try FourLetterWord.ruok.refusal(in: recording.answer("ruok-alone")) == nil)
  }

  @Test("get silence where they are unknown, or where hash has nothing to tell")
  func silence() throws {
    // Real servers say nothing to both, which the script that recorded them asserts.
    let what = try #require(FourLetterWord("what"))
    #expect(what.refusal(in: "") == .closedWithoutAnswer)
    #expect(FourLetterWord.hash.refusal(in: "") == nil)
  }

  @Test("are refused on systems that end lines in another way")
  func lineEnds() {
    let refusal = "stat is not executed because it is not in the whitelist."
    for end in ["", "\n", "\r\n"] {
      #expect(FourLetterWord.stat.refusal(in: refusal + end) == .notAllowed)
    }
    #expect(FourLetterWord.stat.refusal(in: refusal + "\nMode: leader\n") == nil)
    #expect(FourLetterWord.srvr.refusal(in: refusal + "\n") == nil)
  }
}
