import Testing

@testable import ZooKeeperServer

@Suite("Four-letter words")
struct FourLetterWordTests {
  @Test("are read from the bytes of a length", arguments: FourLetterWord.allCases)
  func recognition(_ word: FourLetterWord) {
    #expect(FourLetterWord(lengthBytes: word.lengthBytes) == word)
  }

  @Test(
    "have the bytes of their letters, and telnet's",
    arguments: [
      (0x7275_6F6B, FourLetterWord.ruok), (0x7372_7672, .srvr), (0xFFF4_FFFD, .telnetClose),
    ] as [(UInt32, FourLetterWord)])
  func bytes(_ bytes: UInt32, _ word: FourLetterWord) {
    #expect(FourLetterWord(lengthBytes: bytes) == word)
  }

  @Test(
    "are nothing else: a greeting, `what`, `RUOK`, a negative length",
    arguments: [0x0000_002D, 0x7768_6174, 0x5255_4F4B, 0xFFFF_FFFF] as [UInt32])
  func strangers(_ bytes: UInt32) {
    #expect(FourLetterWord(lengthBytes: bytes) == nil)
  }

  @Test("are refused unless they are allowed, all but srvr")
  func whitelist() {
    let allowed = ServerConfiguration.AllowedWords.only(["ruok", "mntr"])
    let answered = FourLetterWord.allCases.filter { $0.isAllowed(by: allowed) }
    #expect(Set(answered) == [.ruok, .mntr, .srvr])
    #expect(FourLetterWord.allCases.allSatisfy { $0.isAllowed(by: .all) })
  }

  @Test("say nothing where Apache closes without a word")
  func silence() {
    let facts = RecordedFacts(recording: .apache39, file: "telnet close")
    #expect(FourLetterWord.telnetClose.answer(from: facts, allowed: .all) == nil)
  }

  @Test("stand alone, but for stmk with its eight bytes")
  func arguments() {
    #expect(FourLetterWord.allCases.filter { $0.argumentBytes > 0 } == [.stmk])
    #expect(FourLetterWord.stmk.argumentBytes == 8)
  }
}
