/// Every Swift file that we ship declares a name that another file mentions.
///
/// The members of a type do not count: a type whose own name nobody mentions is not alive because
/// its `encode` shares a name with a hundred others.
struct UnusedSourceRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    let files = tree.swiftFiles
    let words = files.map { Set($0.tokens.lazy.filter(\.isName).map(\.text)) }
    var filesMentioning: [String: Int] = [:]
    for word in words.joined() { filesMentioning[word, default: 0] += 1 }

    return files.filter { $0.isShipped && $0.name != "main.swift" }.filter { file in
      namesForOthers(in: file).allSatisfy { filesMentioning[$0, default: 0] < 2 }
    }.map {
      Violation($0.path, "no other file mentions a name declared here", instead: "delete it")
    }
  }

  private func namesForOthers(in file: SourceFile) -> [String] {
    file.declarations.compactMap { declaration in
      let isNameless = ["init", "subscript"].contains(declaration.name)
      return switch (declaration.scope, declaration.kind) {
      // An extension lives by its members, or by the conformance that nobody has to name.
      case (.file, .extension): declaration.addsConformance ? declaration.name : nil
      case (.file, _): declaration.name
      case (.extension(let type), _): isNameless ? type : declaration.name
      case (.type, _), (.local, _): nil
      }
    }
  }
}
