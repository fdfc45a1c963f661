/// The map of the house shows every room, so that a newcomer can say where a line belongs.
struct MapRule: Rule {
  static let path = "Sources/README.md"

  func violations(in tree: SourceTree) -> [Violation] {
    guard let map = tree[Self.path] else {
      return [Violation(Self.path, "the map of the house is missing", instead: "draw it")]
    }
    let names = Set(
      Markdown(map).codeSpans.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 })
    let recipes = tree.folders.contains("Recipes") ? ["Recipes"] : []
    return (["Sources", "Tests", "Shell"].flatMap(tree.subfolders) + recipes)
      .filter { folder in
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        return !names.contains(folder) && !names.contains(name)
      }
      .map {
        Violation(
          Self.path, "the map does not show \($0)",
          instead: "add a row with its name between backticks")
      }
  }
}
