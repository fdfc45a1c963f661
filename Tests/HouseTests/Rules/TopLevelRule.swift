/// A visitor sees few entries at the top, and each is one that every package has.
struct TopLevelRule: Rule {
  static let entries: Set = [
    "Package.swift", "Sources", "Tests", "Shell", "Recipes", "README.md",
    "Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "docs",
  ]

  func violations(in tree: SourceTree) -> [Violation] {
    Set(tree.files.compactMap { $0.path.split(separator: "/").first.map(String.init) })
      .filter { !$0.hasPrefix(".") && !Self.entries.contains($0) }
      .sorted()
      .map {
        Violation(
          $0, "this entry does not belong at the top level",
          instead: "move it into one of \(Self.entries.sorted().joined(separator: ", "))")
      }
  }
}
