import Testing

struct LengthRuleTests {
  private func violations(_ path: String, _ text: String) -> [Violation] {
    LengthRule().violations(in: SourceTree([path: text]))
  }

  private func lines(_ count: Int) -> String { String(repeating: "a\n", count: count) }

  @Test(arguments: ["A.swift", "a.c", "a.h", "a.py", "A.java", "a.sh"])
  func `a file one line too long is found`(_ path: String) {
    #expect(violations(path, lines(LengthRule.fileLines + 1)).map(\.path) == [path])
    #expect(violations(path, lines(LengthRule.fileLines)) == [])
  }

  @Test(arguments: ["A.swift", "a.c", "a.h", "a.py", "A.java", "a.sh"])
  func `a line one column too long is found`(_ path: String) {
    let line = String(repeating: "é", count: LengthRule.lineColumns)
    #expect(violations(path, "a\n\(line)a\n").map(\.place) == ["\(path):2"])
    #expect(violations(path, "a\n\(line)\n") == [])
  }

  @Test func `a script without an extension has the same limits`() {
    let script = "#!/bin/sh\n" + lines(LengthRule.fileLines)
    #expect(violations(".ci/run", script).map(\.path) == [".ci/run"])
  }

  @Test func `prose has no limits`() {
    #expect(violations("README.md", String(repeating: "word ", count: 100)) == [])
  }

  @Test(arguments: [
    "func f()", "init()", "deinit", "subscript(a: Int) -> Int", "static func == ()",
  ])
  func `a function one line too long is found`(_ head: String) {
    let long = "struct A {\n\(head) {\n\(lines(LengthRule.functionBodyLines + 1))}\n}\n"
    #expect(violations("A.swift", long).map(\.place) == ["A.swift:2"])
    let short = "struct A {\n\(head) {\n\(lines(LengthRule.functionBodyLines))}\n}\n"
    #expect(violations("A.swift", short) == [])
  }

  @Test func `a brace in a string or a comment ends no function`() {
    let body = lines(LengthRule.functionBodyLines - 1)
    let text = "func f() {\nlet a = \"}\" // }\n\(body)a\n}\n"
    #expect(violations("A.swift", text).map(\.place) == ["A.swift:1"])
  }

  @Test func `a long type of short functions passes`() {
    let functions = String(repeating: "func f() {\na\n}\n", count: 50)
    #expect(violations("A.swift", "struct A {\n\(functions)}\n") == [])
  }
}
