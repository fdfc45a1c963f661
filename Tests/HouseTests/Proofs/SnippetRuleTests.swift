import Testing

struct SnippetRuleTests {
  private func violations(_ texts: [String: String]) throws -> [Violation] {
    try SnippetRule().violations(in: SourceTree(texts))
  }

  @Test func `a snippet that does not compile is found at its line`() throws {
    let found = try violations([
      "README.md": "# Title\n\n```swift\nimport ZooKeeperModel\n\nlet a: Int = \"no\"\n```\n",
      "docs/guide/a.md": "- item\n\n  ```swift\n  let b = missing\n  ```\n",
      "CONTRIBUTING.md": "```swift\nextension Int { var c: Int { \"no\" } }\n```\n",
      "CHANGELOG.md": "```swift\nlet unclosed = missing\n",
    ])
    #expect(
      Set(found.map(\.place)) == [
        "README.md:6", "docs/guide/a.md:4", "CONTRIBUTING.md:2", "CHANGELOG.md:2",
      ])
  }

  @Test func `a snippet sees neither the names nor the imports of another`() throws {
    let found = try violations([
      "README.md": "```swift\nimport Glibc\nlet a = 1\n```\n```swift\nprint(a)\n_ = getpid()\n```\n"
    ])
    #expect(found.map(\.place) == ["README.md:6", "README.md:7"])
  }

  @Test func `an unknown module is found at its import`() throws {
    let found = try violations(["README.md": "```swift\nlet a = 1\nimport Nowhere\n```\n"])
    #expect(found.map(\.place) == ["README.md:3"])
  }

  @Test func `a snippet without imports goes on with a client`() throws {
    let found = try violations([
      "README.md": "```swift\ntry await zk.delete(\"/a\")\ntry await zk.missing()\n```\n"
    ])
    #expect(found.map(\.place) == ["README.md:3"])
  }

  @Test func `opting out takes a reason`() throws {
    let found = try violations(["README.md": "\n```swift compile=no\nnonsense nonsense\n```\n"])
    #expect(found.map(\.place) == ["README.md:2"])
  }

  @Test func `whatever compiles passes, and so does what is no snippet`() throws {
    let found = try violations([
      "README.md": """
      ```swift
      import ZooKeeperModel

      func f() async throws -> Int { 1 }
      print(try await f())
      ```
      ```swift
      struct A { let a: Int }
      extension A { var b: Int { a } }
      try await Task.sleep(for: .zero)
      ```
      ```swift
      @main struct Program { static func main() async {} }
      ```
      ```swift compile=no it only shows the shape
      nonsense nonsense
      ```
      ```sh
      make shell
      ```
      """,
      "Tests/notes.md": "```swift\nnonsense nonsense\n```\n",
    ])
    #expect(found == [])
  }
}
