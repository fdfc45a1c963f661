import Testing

struct WhitespaceRuleTests {
  private func places(_ path: String, _ text: String) -> [String] {
    WhitespaceRule().violations(in: SourceTree([path: text])).map(\.place)
  }

  @Test(arguments: ["a\tb\n", "a \n", "a\r\n", "  \n", "// a\u{A0}\n"])
  func `a tab or a blank at the end is found`(_ line: String) {
    #expect(places("A.swift", "a\n" + line) == ["A.swift:2"])
    #expect(places("a.py", "a\n" + line) == ["a.py:2"])
  }

  @Test func `a missing last line feed is found`() {
    #expect(places("A.swift", "a\nb") == ["A.swift"])
  }

  @Test func `clean text, empty lines and Makefiles pass`() {
    #expect(places("A.swift", "a\n\n  b \"\\t\"\n") == [])
    #expect(places("Makefile", "all:\n\tmake\n") == [])
  }
}
