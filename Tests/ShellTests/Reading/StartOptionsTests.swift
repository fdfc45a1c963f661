import Testing
import ZooKeeper

@testable import ZooKeeperShell

@Suite("What stands in front of the command")
struct StartOptionsTests {
  @Test("Nothing at all means a local server and standard input")
  func nothing() throws {
    let options = try StartOptions([])
    #expect(options.place == .servers("localhost:2181"))
    #expect(options.source == .standardInput)
    #expect(options.sessionTimeout == nil)
    #expect(!options.allowsReadOnly)
  }

  @Test("Apache's spelling, and the long one")
  func spellings() throws {
    for words: [Word] in [
      ["-server", "a:1,b:2/app", "-timeout", "5000", "-r", "get", "-s", "/x"],
      ["--server=a:1,b:2/app", "--timeout=5s", "--allow-read-only", "get", "-s", "/x"],
    ] {
      let options = try StartOptions(words)
      #expect(options.place == .servers("a:1,b:2/app"))
      #expect(options.sessionTimeout?.milliseconds == 5_000)
      #expect(options.allowsReadOnly)
      #expect(options.source == .words(["get", "-s", "/x"]))
    }
  }

  @Test("What was said about time and reading reaches the client")
  func settings() throws {
    let options = try StartOptions(["--wait", "300ms", "-timeout", "7s", "-r"])
    let configuration = options.configuration(for: "a:1", ConnectionNews())
    #expect(configuration.servers == "a:1")
    #expect(configuration.requestTimeout == .milliseconds(300))
    #expect(configuration.sessionTimeout == .seconds(7))
    #expect(configuration.closeTimeout == .milliseconds(300))
    #expect(configuration.allowsReadOnly)
    let plain = try StartOptions([]).configuration(for: "a:1", ConnectionNews())
    #expect(plain.requestTimeout == .seconds(10))
    #expect(!plain.allowsReadOnly)
  }

  @Test("The words of a command are as they are")
  func words() throws {
    let options = try StartOptions(["set", "/a", "two words; # $x 'y'", "-v", "1"])
    #expect(options.source == .words(["set", "/a", "two words; # $x 'y'", "-v", "1"]))
  }

  @Test(
    "A directory is told from a command by its slash",
    arguments: [
      (["--embedded"], nil, .standardInput),
      (["--embedded", "get", "/a"], nil, .words(["get", "/a"])),
      (["--embedded", "./data", "get", "/a"], "./data", .words(["get", "/a"])),
      (["--embedded=data", "get", "/a"], "data", .words(["get", "/a"])),
      (["--embedded", "-f", "script"], nil, .file(InputFile("script"))),
    ] as [([Word], String?, StartOptions.Source)])
  func embedded(words: [Word], directory: String?, source: StartOptions.Source) throws {
    let options = try StartOptions(words)
    #expect(options.place == .embedded(directory: directory))
    #expect(options.source == source)
  }

  @Test(
    "What cannot be meant is refused",
    arguments: [
      ["-server"], ["-server", "a:b"], ["-timeout", "soon"], ["--wait", "0"], ["--nonsense"],
      ["-f", "a", "-c", "b"], ["-f", "a", "get", "/x"], ["--embedded", "-server", "a"],
    ] as [[Word]])
  func refusals(words: [Word]) {
    #expect(throws: UsageError.self) { try StartOptions(words) }
  }

  @Test(
    "Spans of time are said in the unit they were meant in",
    arguments: [("1500", "1500ms"), ("2s", "2s"), ("60s", "1m"), ("2h", "2h"), ("90m", "90m")])
  func timespans(written: String, said: String) throws {
    #expect(try Timespan(Word(written)).description == said)
  }
}
