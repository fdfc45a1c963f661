import Foundation

/// A page of the documents, and the code that it shows.
struct SnippetPage: Sendable {
  /// A piece of Swift between fences, which goes on with the client `zk` of its page.
  struct Snippet: Sendable {
    /// The line of the page on which the code begins.
    let line: Int
    var lines: [String] = []

    /// What the code says that it prints, as in `print(node.data)  // hello`.
    var promises: [String] {
      lines.compactMap { line in
        line.firstMatch(of: #/print\(.*\)  // (.+)$/#).map { String($0.1) }
      }
    }

    /// Whether the code does not end by itself.
    var runsForEver: Bool { lines.contains { $0.contains(".run()") } }
  }

  /// Relative to the checkout.
  let path: String
  let snippets: [Snippet]

  static let checkout = URL(filePath: #filePath)
    .deletingLastPathComponent()  // Outside
    .deletingLastPathComponent()  // ClientTests
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()

  private static let catalogues = [
    "Sources/ZooKeeper/ZooKeeper.docc", "Recipes/ZooKeeperRecipes.docc",
  ]

  /// README, and every article of the catalogues.
  static func all() throws -> [SnippetPage] {
    let articles = try catalogues.flatMap { catalogue in
      try FileManager.default
        .contentsOfDirectory(atPath: checkout.appending(path: catalogue).path())
        .filter { $0.hasSuffix(".md") }.sorted().map { "\(catalogue)/\($0)" }
    }
    return try (["README.md"] + articles).map(SnippetPage.init(path:))
  }

  init(path: String) throws {
    let file = Self.checkout.appending(path: path)
    self.path = path
    snippets = Self.snippets(in: try String(contentsOf: file, encoding: .utf8))
  }

  static func snippets(in text: String) -> [Snippet] {
    var snippets: [Snippet] = []
    var isInside = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line == "```swift" {
        isInside = true
        snippets.append(Snippet(line: index + 2))
      } else if line == "```" {
        isInside = false
      } else if isInside {
        snippets[snippets.count - 1].lines.append(String(line))
      }
    }
    return snippets
  }
}
