import Testing
import ZooKeeperModel

/// The written forms are those of Java's `%010d`, which the server uses.
@Suite struct SequenceNumberTests {
  private static let forms: [(Int32, String)] = [
    (0, "0000000000"), (7, "0000000007"), (.max, "2147483647"), (-1, "-000000001"),
    (-1_000_000_000, "-1000000000"), (.min, "-2147483648"),
  ]

  @Test("a number is written in ten columns, its sign included", arguments: forms)
  func writing(_ number: Int32, _ text: String) {
    #expect(SequenceNumber(rawValue: number).description == text)
  }

  @Test("a number is read behind the prefix it was asked for", arguments: forms)
  func reading(_ number: Int32, _ text: String) {
    #expect(SequenceNumber(of: "lock-" + text, after: "lock-")?.rawValue == number)
    #expect(SequenceNumber(of: text, after: "")?.rawValue == number)
  }

  @Test("only the prefix tells a dash from a minus")
  func dashOrMinus() {
    #expect(SequenceNumber(of: "lock-1000000000", after: "lock-")?.rawValue == 1_000_000_000)
    #expect(SequenceNumber(of: "lock-1000000000", after: "lock")?.rawValue == -1_000_000_000)
  }

  @Test(
    "what the server does not write is no number",
    arguments: [
      "lock-", "lock-7", "lock-+000000007", "lock-00000000007", "lock-000000000x",
      "read-0000000007",
      "lock-2147483648", "lock- 000000007", "lock-٠٠٠٠٠٠٠٠٠٧", "lock--000000000",
      "lock--0000000001",
      "lock--2147483649", "lock-02147483647", "lock-99999999999999999999",
    ])
  func others(_ name: String) throws {
    #expect(SequenceNumber(of: name, after: "lock-") == nil)
    #expect(try ZNodeName(validating: name).sequence(behind: "lock-") == nil)
  }

  @Test("a name offers its number")
  func name() {
    let name: ZNodeName = "lock-0000000042"
    #expect(name.sequence(after: "lock-")?.rawValue == 42)
    #expect(name.sequence(behind: "ck-")?.rawValue == 42)
    #expect(name.sequence(behind: "k")?.rawValue == nil)
  }

  @Test("a name offers the number behind a marker, whatever comes before", arguments: forms)
  func behindMarker(_ number: Int32, _ text: String) throws {
    for front in ["", "_c_0-", "lock-0000000001"] {
      let name = try ZNodeName(validating: "\(front)-lock-\(text)")
      #expect(name.sequence(behind: "-lock-")?.rawValue == number)
    }
  }
}
