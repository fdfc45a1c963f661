import Testing

@testable import ZooKeeperServer

@Suite("Four-letter words are answered as real servers answer them")
struct RecordedAnswerTests {
  private static let files =
    FourLetterWord.allCases.filter { $0 != .telnetClose && $0 != .mntr }.map(\.rawValue)
    + ["srvr-after-reset", "cons-after-reset", "gtmk-after-reset"]

  @Test(arguments: Recording.all, files)
  func answers(_ recording: Recording, _ file: String) throws {
    let word = try #require(FourLetterWord(rawValue: String(file.prefix(4))))
    let facts = RecordedFacts(recording: recording, file: file)
    #expect(word.answer(from: facts, allowed: .all) == (try recording.answer(file)))
  }

  /// Apache goes on with what only it measures.
  @Test(arguments: Recording.all)
  func monitoringFigures(_ recording: Recording) throws {
    let facts = RecordedFacts(recording: recording, file: "mntr")
    let answer = try #require(FourLetterWord.mntr.answer(from: facts, allowed: .all))
    let ours = answer.split(separator: "\n")
    let names = Set(ours.map(name))
    let recorded = try recording.answer("mntr").split(separator: "\n")
    #expect(ours == recorded.filter { names.contains(name($0)) })
    #expect(names.count == 19)
    #expect(answer.hasSuffix("\n"))
  }

  private func name(_ line: Substring) -> Substring { line.prefix { $0 != "\t" } }

  /// A server without a whitelist was asked every word but `srvr`, in the order of the script.
  @Test(arguments: Recording.all)
  func refusals(_ recording: Recording) throws {
    let words: [FourLetterWord] = [
      .ruok, .isro, .stat, .cons, .conf, .envi, .dirs, .dump, .wchs, .wchc, .wchp, .mntr, .hash,
      .gtmk, .stmk, .srst, .crst, .telnetClose,
    ]
    let facts = RecordedFacts(recording: recording, file: "refusals")
    let refusals = words.compactMap { $0.answer(from: facts, allowed: .only([])) }.joined()
    #expect(refusals == (try recording.answer("refusals")))
    #expect(Set(words).union([.srvr]) == Set(FourLetterWord.allCases))
  }
}
