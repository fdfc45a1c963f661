import Testing

struct DeclarationReaderTests {
  private func declarations(in text: String) -> [Declaration] {
    DeclarationReader.declarations(in: SwiftLexer.tokens(of: text))
  }

  @Test func `a type, its members and an extension know where they stand`() {
    let found = declarations(
      in: """
        public struct A<T>: P where T: Q {
          class func b() {}
          let c = { (d: Int) in let e = d }
        }
        extension Outer.Inner: P { var f: Int { 1 } }
        func g() { let h = 1; struct I {} }
        """)
    #expect(found.map(\.name) == ["A", "b", "c", "Inner", "f", "g"])
    #expect(found.map(\.kind) == [.type, .function, .property, .extension, .property, .function])
    #expect(
      found.map(\.scope) == [.file, .type, .type, .file, .type, .file])
    #expect(found.map(\.line) == [1, 2, 3, 5, 5, 6])
    #expect(found.map(\.addsConformance) == [false, false, false, true, false, false])
  }

  @Test func `a member of an extension without a conformance knows its type`() {
    let found = declarations(in: "extension Outer.Inner { var f: Int { 1 } }")
    #expect(found.map(\.scope) == [.file, .extension(of: "Inner")])
  }

  @Test func `what is private to its file is told from what only looks so`() {
    let found = declarations(
      in: """
        private let a = 1
        fileprivate static func b() {}
        private(set) var c = 1
        @d(private) struct D {}
        private struct E { var f = 1 }
        """)
    #expect(found.filter(\.isPrivate).map(\.name) == ["a", "b", "E"])
  }

  @Test func `a body is counted between its own braces`() {
    let found = declarations(
      in: """
        func a(_ b: () -> Void = { c() }) {
          if d {
          }
        }
        func e() {}
        protocol F {
          func g()
          var h: Int { get }
          init(i: Int)
        }
        """)
    let functions = found.filter { $0.kind == .function }
    #expect(functions.map(\.name) == ["a", "e", "g", "init"])
    #expect(functions.map(\.bodyLines) == [2, 0, nil, nil])
  }

  @Test(arguments: [
    "x.init(1)", "let y = Z.self", "import struct A.B", "f(class: 1)", "for actor in cast {}",
    "actor.perform()", "// struct A {}", "\"struct A {}\"",
  ])
  func `a keyword with another meaning declares nothing`(_ text: String) {
    #expect(declarations(in: text).filter { $0.kind != .property } == [])
  }
}
