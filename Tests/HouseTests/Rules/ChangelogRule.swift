/// The changelog has a place for what is not released yet.
struct ChangelogRule: Rule {
  static let path = "CHANGELOG.md"

  func violations(in tree: SourceTree) -> [Violation] {
    let lines = tree[Self.path]?.lines ?? []
    if lines.contains(where: { $0.wholeMatch(of: #/##\s+\[?Unreleased\]?\s*/#) != nil }) {
      return []
    }
    return [
      Violation(
        Self.path, "no section is called Unreleased", instead: "begin it with ## Unreleased")
    ]
  }
}
