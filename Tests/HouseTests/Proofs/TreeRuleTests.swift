import Testing

/// The rules about the shape of the tree, its manifest and its documents.
struct TreeRuleTests {
  private func places(_ rule: any Rule, _ texts: [String: String]) throws -> [String] {
    try rule.violations(in: SourceTree(texts)).map(\.place)
  }

  @Test func `a new entry at the top level is found`() throws {
    #expect(
      try places(TopLevelRule(), ["Scripts/a.sh": "a", "TODO.md": "a"]) == ["Scripts", "TODO.md"])
  }

  @Test func `the entries that were agreed on, and dotfiles, pass`() throws {
    let agreed = ["README.md", "docs/a.md", ".ci/run", ".swift-format", "Recipes/A.swift"]
    let tree = Dictionary(uniqueKeysWithValues: agreed.map { ($0, "a") })
    #expect(try places(TopLevelRule(), tree) == [])
  }

  private static let rooms = [
    "Sources/A/A.swift": "a", "Tests/ATests/A.swift": "a", "Shell/tool/main.swift": "a",
    "Recipes/Lock.swift": "a",
  ]

  @Test func `a room that the map does not show is found`() {
    let map = ["Sources/README.md": "| `A` |\n| ATests |\n| `tools` |\n```\n`tool`\n```\n"]
    let found = MapRule().violations(in: SourceTree(Self.rooms.merging(map) { a, _ in a }))
    #expect(
      found.map(\.what) == [
        "the map does not show Tests/ATests", "the map does not show Shell/tool",
        "the map does not show Recipes",
      ])
  }

  @Test func `a missing map is found`() throws {
    #expect(try places(MapRule(), Self.rooms) == ["Sources/README.md"])
  }

  @Test func `a map with every room passes`() throws {
    let map = ["Sources/README.md": "| `A` | `ATests/` | `Shell/tool` | `Recipes` |\n"]
    #expect(try places(MapRule(), Self.rooms.merging(map) { a, _ in a }) == [])
  }

  @Test func `a lax manifest is found`() throws {
    let lax = """
      // swift-tools-version: 5.10
      .target(name: "A", swiftSettings: house),
      .target(name: "B", dependencies: ["A"]),
      """
    let found = try places(
      ManifestRule(), ["Package.swift": lax, "Sources/A/A.swift": "a", "Sources/B/B.swift": "b"])
    #expect(found == ["Package.swift", "Package.swift", "Package.swift:3"])
    #expect(try places(ManifestRule(), [:]) == ["Package.swift"])
  }

  @Test func `a strict manifest passes, and so do rooms of C, tools and test support`() throws {
    let strict = """
      // swift-tools-version: 6.3
      let house: [SwiftSetting] = [.strictMemorySafety()]
      .target(name: "A", swiftSettings: house),
      .target(name: "C"),
      .executableTarget(name: "tool"),
      .target(name: "Support", path: "Tests/Support"),
      """
    let files = [
      "Sources/A/A.swift", "Sources/C/c.c", "Sources/tool/main.swift", "Tests/Support/S.swift",
    ]
    let tree = Dictionary(uniqueKeysWithValues: files.map { ($0, "a") })
    #expect(try places(ManifestRule(), tree.merging(["Package.swift": strict]) { a, _ in a }) == [])
  }

  @Test(arguments: ["# Changes\n\n## 1.0\n", "Unreleased\n", "## Not Unreleased\n", ""])
  func `a changelog without an unreleased section is found`(_ text: String) throws {
    #expect(try places(ChangelogRule(), ["CHANGELOG.md": text]) == ["CHANGELOG.md"])
  }

  @Test(arguments: ["# Changes\n\n## Unreleased\n", "## [Unreleased]\n"])
  func `a changelog with an unreleased section passes`(_ text: String) throws {
    #expect(try places(ChangelogRule(), ["CHANGELOG.md": text]) == [])
  }

  @Test(arguments: [
    "[a](missing.md)", "![a](missing.png)", "[a](docs/missing.md#part)", "[a](../outside.md)",
    "[a]: missing.md", "[a](<missing.md>)", "[a](missing.md \"title\")", "[`a`](missing.md)",
  ])
  func `a link that leads nowhere is found`(_ text: String) throws {
    #expect(try places(LinkRule(), ["README.md": "a\n\(text)\n"]) == ["README.md:2"])
  }

  @Test(arguments: [
    "[a](docs/a.md)", "[a](docs)", "[a](./docs/a.md#part)", "[a](#part)", "[a](docs/b%20c.md)",
    "[a](https://example.org/missing.md)", "[a](mailto:a@example.org)", "`[a](missing.md)`",
    "```\n[a](missing.md)\n```", "[a]: docs/a.md", "[a] (missing.md)",
  ])
  func `a link that leads somewhere, or is none, passes`(_ text: String) throws {
    let found = try places(
      LinkRule(), ["README.md": text, "docs/a.md": "[up](../README.md)", "docs/b c.md": "a"])
    #expect(found == [])
  }
}
