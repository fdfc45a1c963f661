import Testing

struct SwiftLexerTests {
  private func words(in text: String) -> [String] {
    SwiftLexer.tokens(of: text).filter(\.isName).map(\.text)
  }

  @Test(arguments: [
    "// hidden\nseen",
    "/* hidden */ seen",
    "/* hidden /* hidden */ hidden */ seen",
    "/// hidden \"hidden\nseen",
    #"seen "hidden""#,
    #"seen "hidden \" hidden""#,
    #"seen "hidden \\""#,
    ##"seen #"hidden " hidden \(hidden)"#"##,
    "seen \"\"\"\n  hidden \"hidden\" // hidden\n  \"\"\"",
    "seen #/hidden \"hidden/#",
    "seen \"hidden // hidden\"",
    "seen \"/*\" + \"*/\"",
    "seen \"hidden",
  ])
  func `comments and literals are no code`(_ text: String) {
    #expect(words(in: text) == ["seen"])
  }

  @Test func `code goes on after a comment or a literal`() {
    #expect(
      words(in: "a /* b */ c \"d\" e // f\n g #\"h\"# i \"\"\"\nj\n\"\"\" k") == [
        "a", "c", "e", "g", "i", "k",
      ])
  }

  @Test func `an interpolation is code`() {
    #expect(words(in: #""hidden \(f(a, "hidden \(b)")) hidden" + c"#) == ["f", "a", "b", "c"])
    #expect(words(in: ##"#"hidden \(hidden) \#(a) hidden"# + b"##) == ["a", "b"])
  }

  @Test func `every token knows its line`() {
    let text = "a\n/* \n */ b\n\"\"\"\n\\(c)\n\"\"\" + d\n// e\nf"
    let lines = SwiftLexer.tokens(of: text).filter(\.isName).map { "\($0.text)\($0.line)" }
    #expect(lines == ["a1", "b3", "c5", "d6", "f8"])
  }

  @Test func `a name between backticks is no keyword`() {
    let token = SwiftLexer.tokens(of: "`import`").first
    #expect(token?.text == "import")
    #expect(token?.is("import") == false)
    #expect(words(in: "func `two words`() {}") == ["func", "two words"])
  }

  @Test func `a string keeps what it says, apart from the code`() {
    let tokens = SwiftLexer.tokens(of: #"f("a b", "", 1, "\(c)", /* "d" */ "e"# + "\"")
    #expect(
      tokens.filter { $0.kind == .literal }.map(\.content) == ["a b", "", "", #"\(c)"#, "e"])
  }

  @Test func `a token knows whether a blank stands before it`() {
    #expect(SwiftLexer.tokens(of: "try! a").map(\.touchesPrevious) == [false, true, false])
    #expect(SwiftLexer.tokens(of: "try !a").map(\.touchesPrevious) == [false, false, true])
  }

  @Test(arguments: ["", "\"", "\"\"\"", "/*", "`", "#\"", "#/", "\"\\(", "\"\\", "#", ")"])
  func `broken source comes to an end`(_ text: String) {
    #expect(SwiftLexer.tokens(of: text).count <= 2)
  }
}
