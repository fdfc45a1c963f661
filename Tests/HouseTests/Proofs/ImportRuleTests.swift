import Testing

struct ImportRuleTests {
  private let rule = ImportRule(rooms: [
    .swift("Pure", in: "Sources/Pure", imports: ["Glibc"], doors: ["Door.swift": ["Dispatch"]]),
    .c("CFloor", in: "Sources/CFloor"),
  ])

  private func violations(_ texts: [String: String]) -> [Violation] {
    let rooms = ["Sources/Pure/A.swift": "import Glibc\n", "Sources/CFloor/a.c": "int a;\n"]
    return rule.violations(in: SourceTree(rooms.merging(texts) { _, planted in planted }))
  }

  @Test(arguments: [
    "import Foundation",
    "public import Foundation",
    "package import Foundation",
    "internal import Foundation",
    "private import Foundation",
    "@testable import Foundation",
    "@preconcurrency import Foundation",
    "@_spi(Testing) public import Foundation",
    "import struct Foundation.Data",
    "import func Foundation.sqrt",
    "import Foundation.NSData",
    "import `Foundation`",
    "import Glibc; import Foundation",
    "/* why */ import /* not */ Foundation",
    "@testable\nimport Foundation",
  ])
  func `a module that is not listed is found however it is imported`(_ text: String) {
    let found = violations(["Sources/Pure/B.swift": text])
    #expect(found.map(\.what) == ["Pure must not import Foundation"])
    #expect(found.first?.path == "Sources/Pure/B.swift")
  }

  @Test func `only the file that is a door may import what it is a door to`() {
    #expect(violations(["Sources/Pure/Door.swift": "import Dispatch"]) == [])
    #expect(violations(["Sources/Pure/Door.swift": "import Foundation"]).count == 1)
    #expect(violations(["Sources/Pure/Window.swift": "import Dispatch"]).count == 1)
  }

  @Test func `the line is that of the import`() {
    let found = violations(["Sources/Pure/B.swift": "// why\nimport Glibc\n\nimport Dispatch\n"])
    #expect(found.map(\.place) == ["Sources/Pure/B.swift:4"])
  }

  @Test(arguments: [
    "import Glibc",
    "import func Glibc.write",
    "// import Foundation",
    "/* import Foundation */",
    "let text = \"import Foundation\"",
    "let text = \"\"\"\n  import Foundation\n  \"\"\"",
    "let `import` = Foundation",
    "let action = Action.import",
    "func read(import file: String) {}",
    "#if canImport(Foundation)\n#endif",
  ])
  func `what only looks like an import passes`(_ text: String) {
    #expect(violations(["Sources/Pure/B.swift": text]) == [])
  }

  @Test(arguments: ["Sources/New/A.swift", "Shell/New/main.swift", "Recipes/Lock.swift"])
  func `a room that nobody described is found`(_ path: String) {
    #expect(violations([path: "\n"]).count == 1)
  }

  @Test func `a described room that does not exist is found`() {
    let tree = SourceTree(["Sources/CFloor/a.c": "int a;\n"])
    #expect(rule.violations(in: tree).map(\.path) == ["Sources/Pure"])
  }

  @Test func `Swift in a room of C is found`() {
    #expect(violations(["Sources/CFloor/A.swift": "\n"]).map(\.path) == ["Sources/CFloor/A.swift"])
  }

  @Test func `tests import what they like`() {
    #expect(violations(["Tests/PureTests/A.swift": "import Foundation\nimport Testing\n"]) == [])
  }
}
