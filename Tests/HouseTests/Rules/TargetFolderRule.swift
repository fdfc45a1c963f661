/// Every Swift file belongs to a target: one that nobody builds rots unseen.
struct TargetFolderRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    let manifest = Manifest(of: tree)
    return tree.swiftFiles
      .filter { $0.path != Manifest.path && manifest.target(of: $0) == nil }
      .map {
        Violation($0.path, "no target builds this file", instead: "move it into one, or delete it")
      }
  }
}
