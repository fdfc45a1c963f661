/// No file is empty: it was forgotten, or it was never begun.
struct EmptyFileRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.filter(\.isEmpty).map {
      Violation($0.path, "the file is empty", instead: "fill it or delete it")
    }
  }
}
