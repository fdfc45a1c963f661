import Testing
import ZooKeeper

@testable import ZooKeeperShell

@Suite("Words are told apart into options and operands")
struct ArgumentsTests {
  private func arguments(_ words: Word...) throws -> Arguments {
    try Arguments(words[...], of: .set)
  }

  @Test("Options may stand anywhere, and have long names")
  func places() throws {
    for words: [Word] in [
      ["-s", "-v", "3", "/a", "x"], ["/a", "x", "-v", "3", "-s"],
      ["/a", "--version=3", "--stat", "x"],
    ] {
      let arguments = try Arguments(words[...], of: .set)
      #expect(arguments.has(.withStat))
      #expect(arguments.value(of: .version) == "3")
      #expect(arguments[.path] == "/a")
      #expect(arguments[.data] == "x")
    }
  }

  @Test("A dash alone, a negative number and whatever follows -- are operands")
  func dashes() throws {
    #expect(try arguments("/a", "-")[.data] == "-")
    #expect(try arguments("/a", "-5")[.data] == "-5")
    #expect(try arguments("--", "/a", "-s")[.data] == "-s")
    #expect(try arguments("/a", "x", "-v", "-1").version(of: .version)?.rawValue == -1)
  }

  @Test("Data may be any bytes")
  func bytes() throws {
    #expect(try arguments("/a", Word([0xFF]))[.data] == Word([0xFF]))
  }

  @Test(
    "What cannot be meant is refused",
    arguments: [
      (["/a", "x", "-z"], "there is no option -z"),
      (["/a", "x", "-s", "--stat"], "--stat is said twice"),
      (["/a", "x", "--stat=1"], "--stat takes no value"),
      (["/a", "x", "-v"], "-v needs VERSION"),
      (["/a", "x", "y"], "y is one word too many: quote what has spaces in it"),
      ([], "PATH is missing"),
    ] as [([Word], String)])
  func refusals(words: [Word], expected: String) {
    #expect(throws: UsageError(expected)) { try Arguments(words[...], of: .set) }
  }
}
