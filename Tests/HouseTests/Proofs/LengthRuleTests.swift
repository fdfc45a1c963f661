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
    "var a: [Int: (Int) -> Int]", "static var a: Int", "var a = 1", "let a: Int =",
    "static let a =", "lazy var a = try b(1)\n.c", "private static let a = b(c, d:",
    "let a = b { c }.d", "let a = if b { c } else",
  ])
  func `a body one line too long is found`(_ head: String) {
    let long = "struct A {\n\(head) {\n\(lines(LengthRule.functionBodyLines + 1))}\n}\n"
    #expect(violations("A.swift", long).map(\.place) == ["A.swift:2"])
    let short = "struct A {\n\(head) {\n\(lines(LengthRule.functionBodyLines))}\n}\n"
    #expect(violations("A.swift", short) == [])
  }

  @Test func `a long function in main is found, and so is a long value`() {
    let body = lines(LengthRule.functionBodyLines + 1)
    #expect(violations("main.swift", "let a = 1\nfunc f() {\n\(body)}\n").count == 1)
    #expect(violations("main.swift", "a()\nlet b = {\n\(body)}()\n").count == 1)
  }

  @Test(arguments: [
    "let a = 1\nif b", "let a: Int?\nfor b in c", "let a = b(1)\n#if c\nd", "if let a = b",
    "guard let a = b, let c = d else", "let a = b { c }\nwhile let d = e",
    "let a = b\n@C(d) extension D", "let a: [Int]\nstruct B",
  ])
  func `a long brace that belongs to no function or property passes`(_ head: String) {
    let body = lines(LengthRule.functionBodyLines + 1)
    #expect(violations("main.swift", "\(head) {\n\(body)}\n") == [])
  }

  @Test func `a long value without code passes`() {
    let numbers = String(repeating: "1,\n", count: LengthRule.functionBodyLines + 1)
    #expect(violations("A.swift", "enum A {\nstatic let b = [\n\(numbers)]\n}\n") == [])
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
