import Testing

/// The rules about the shape of the tree and its documents.
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
