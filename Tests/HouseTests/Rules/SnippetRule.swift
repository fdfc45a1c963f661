/// What the documents show compiles, unless they say why it does not.
struct SnippetRule: Rule {
  static let optOut = "compile=no"

  func violations(in tree: SourceTree) throws -> [Violation] {
    var snippets: [Snippet] = []
    var violations: [Violation] = []
    for file in tree.markdownFiles where isChecked(file) {
      for fence in Markdown(file).fences {
        let words = fence.info.split(separator: " ")
        guard words.first == "swift" else { continue }
        if words.dropFirst().first.map({ $0 == Self.optOut }) != true {
          snippets.append(Snippet(path: file.path, line: fence.line, code: fence.code))
        } else if words.count == 2 {
          violations.append(
            Violation(
              file.path, line: fence.line - 1, "\(Self.optOut) stands without a reason",
              instead: "write the reason behind it"))
        }
      }
    }
    return try violations + SnippetCompiler().violations(in: snippets)
  }

  private func isChecked(_ file: SourceFile) -> Bool {
    ["README.md", "Sources/README.md", "CONTRIBUTING.md", "CHANGELOG.md"].contains(file.path)
      || file.isInside("docs")
  }
}
