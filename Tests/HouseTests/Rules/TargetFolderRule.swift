/// Every Swift file belongs to a target: one that nobody builds rots unseen.
struct TargetFolderRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    let folders = Manifest(tree[Manifest.path]?.text ?? "").targets.map(\.folder)
    return tree.swiftFiles
      .filter { file in file.path != Manifest.path && !folders.contains { file.isInside($0) } }
      .map {
        Violation($0.path, "no target builds this file", instead: "move it into one, or delete it")
      }
  }
}
