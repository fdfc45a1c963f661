/// Files and types are named after what they are, not after the fact that they are useful.
struct VagueNameRule: Rule {
  static let vagueWords = ["Utils", "Helper", "Manager"]

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.flatMap { file in
      // Other languages write their file names in small letters.
      let fileWord = Self.vagueWords.first { file.name.lowercased().contains($0.lowercased()) }
      let types = file.declarations.filter { $0.kind == .type }
      return (fileWord.map { [violation(file.path, line: nil, word: $0)] } ?? [])
        + types.compactMap { type in
          Self.vagueWords.first { type.name.contains($0) }
            .map { violation(file.path, line: type.line, word: $0) }
        }
    }
  }

  private func violation(_ path: String, line: Int?, word: String) -> Violation {
    Violation(
      path, line: line, "a name with “\(word)” says nothing",
      instead: "name the thing it is or the work it does")
  }
}
