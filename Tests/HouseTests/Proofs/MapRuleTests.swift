import Testing

struct MapRuleTests {
  private static let folders = [
    "Sources/A/A.swift": "a", "Tests/ATests/A.swift": "a", "Shell/tool/main.swift": "a",
    "Recipes/Lock.swift": "a",
  ]

  @Test func `a room that the map does not show is found`() {
    let map = ["Sources/README.md": "| `A` |\n| ATests |\n| `tools` |\n```\n`tool`\n```\n"]
    let found = MapRule(rooms: []).violations(
      in: SourceTree(Self.folders.merging(map) { a, _ in a }))
    #expect(
      found.map(\.what) == [
        "the map does not show Tests/ATests", "the map does not show Shell/tool",
        "the map does not show Recipes",
      ])
  }

  @Test func `a missing map is found`() {
    let found = MapRule(rooms: []).violations(in: SourceTree(Self.folders))
    #expect(found.map(\.place) == ["Sources/README.md"])
  }

  @Test func `a map with every room passes`() {
    let map = ["Sources/README.md": "| `A` | `ATests/` | `Shell/tool` | `Recipes` |\n"]
    let tree = SourceTree(Self.folders.merging(map) { a, _ in a })
    #expect(MapRule(rooms: []).violations(in: tree) == [])
  }

  private func disagreements(_ rows: String) -> [String] {
    let rule = MapRule(rooms: [
      .swift("Log", in: "Sources/Log", imports: ["Model"], doors: ["File.swift": ["Glibc"]]),
      .swift("HouseRecipes", in: "Recipes", imports: []),
      .c("CLinux", in: "Sources/CLinux"),
    ])
    let head = "| room | what belongs here | may import |\n|---|---|---|\n"
    return rule.violations(in: SourceTree(["Sources/README.md": head + rows])).map(\.place)
  }

  private static let recipes = "| `Recipes` | a | – |\n"
  private static let linux = "| `CLinux` | a | libc |\n"

  @Test(arguments: [
    "`Model`", "nothing", "`Model`, Glibc", "`Model`, `Glibc`",
    "`Model`; `Tree` in `File.swift` only", "`Model`; Glibc in `Other.swift` only",
    "`Model`, Foundation; Glibc in `File.swift` only", "Glibc in `File.swift` only",
    "`Model`, `Tree`; Glibc in `File.swift` only", "`Model`, Glibc in `File.swift` only",
    "`Model`; Glibc and Dispatch in `File.swift` only", "`Model`; glibc in `File.swift` only",
  ])
  func `imports that are not those of the room are found`(_ imports: String) {
    let rows = "| `Log` | a | \(imports) |\n" + Self.recipes + Self.linux
    #expect(disagreements(rows) == ["Sources/README.md:3"])
  }

  @Test(arguments: [
    "`Model`; Glibc in `File.swift` only", "`Model`; `Glibc` in `File.swift`",
    "what it needs: `Model`; in `File.swift` Glibc, too",
  ])
  func `imports that are those of the room pass`(_ imports: String) {
    let rows = "| `Log` | of `Tree`, not Foundation | \(imports) |\n" + Self.recipes + Self.linux
    #expect(disagreements(rows) == [])
  }

  @Test func `a room of C that imports one of Swift is found`() {
    let log = "| `Log` | a | `Model`; Glibc in `File.swift` only |\n"
    #expect(
      disagreements(log + Self.recipes + "| `CLinux` | a | `Model` |\n") == ["Sources/README.md:5"])
  }

  @Test func `a room without a row is found, and so is a row without a room`() {
    let log = "| `Log` | a | `Model`; Glibc in `File.swift` only |\n"
    #expect(disagreements(log + "To come: `Recipes`.\n" + Self.linux) == ["Sources/README.md"])
    #expect(
      disagreements(log + "| `Gone` | a | nothing |\n" + Self.recipes + Self.linux)
        == ["Sources/README.md:4"])
    #expect(
      disagreements(log + Self.recipes + Self.linux + "| `Tests/A` | what it proves |\n") == [])
  }
}
