import Testing

@testable import ZooKeeperShell

@Suite("Lines are taken apart into commands and words")
struct TokenizerTests {
  @Test(
    "Space, quotes and escapes",
    arguments: [
      ("get /a", ["get", "/a"]),
      ("  get\t/a \r", ["get", "/a"]),
      ("set /a 'two words'", ["set", "/a", "two words"]),
      (#"set /a "two words""#, ["set", "/a", "two words"]),
      (#"set /a two\ words"#, ["set", "/a", "two words"]),
      (#"set /a pre'mid dle'"end""#, ["set", "/a", "premid dleend"]),
      (#"set /a """#, ["set", "/a", ""]),
      (#"set /a '\n"$x"'"#, ["set", "/a", #"\n"$x""#]),
      (#"set /a "it's \"so\"""#, ["set", "/a", #"it's "so""#]),
      (#"set /a "a\nb\tc\rd""#, ["set", "/a", "a\nb\tc\rd"]),
      (##"set /a \$\;\#\\"##, ["set", "/a", "$;#\\"]),
      ("set /a b#c # a comment", ["set", "/a", "b#c"]),
      ("set /a 'größer 日本'", ["set", "/a", "größer 日本"]),
    ])
  func words(line: String, expected: [String]) throws {
    #expect(try Tokenizer.commands(in: line.utf8) == [expected.map { Word($0) }])
  }

  @Test("Bytes that are no text")
  func bytes() throws {
    let commands = try Tokenizer.commands(in: #"set /a \xff\x00"\xAb\0""#.utf8)
    #expect(commands == [["set", "/a", Word([0xFF, 0x00, 0xAB, 0x00])]])
  }

  @Test("A semicolon separates commands, unless it is quoted")
  func semicolons() throws {
    let commands = try Tokenizer.commands(in: "get /a;; set /b 'c;d' ;# done".utf8)
    #expect(commands == [["get", "/a"], ["set", "/b", "c;d"]])
  }

  @Test("Nothing is no command", arguments: ["", "   ", "# only a comment", ";;"])
  func nothing(line: String) throws {
    #expect(try Tokenizer.commands(in: line.utf8).isEmpty)
  }

  @Test(
    "What cannot be meant is refused",
    arguments: [
      ("get 'a", TokenError.unclosedQuote(UInt8(ascii: "'"))),
      (#"get "a"#, .unclosedQuote(UInt8(ascii: "\""))),
      (#"get a\"#, .nothingAfterBackslash),
      (#"get \q"#, .unknownEscape(UInt8(ascii: "q"))),
      (#"get \x"#, .incompleteByte),
      (#"get \x+1"#, .incompleteByte),
      ("get $x", .bareDollar),
      (#"get "$x""#, .bareDollar),
    ])
  func refusals(line: String, expected: TokenError) {
    #expect(throws: expected) { try Tokenizer.commands(in: line.utf8) }
  }
}
