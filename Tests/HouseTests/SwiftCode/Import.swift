/// One import declaration, whatever its access level, attributes and kind.
struct Import: Equatable {
  let module: String
  let line: Int

  private static let kinds: Set = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
  ]

  static func all(in tokens: [SwiftToken]) -> [Import] {
    tokens.indices.compactMap { index in
      guard tokens[index].is("import") else { return nil }
      // `.import` is a member and `(import file:` a label.
      if index > 0, [".", "(", ","].contains(tokens[index - 1].text) { return nil }
      let names = tokens[(index + 1)...].drop { kinds.contains($0.text) && $0.kind == .word }
      guard let module = names.first, module.isName else { return nil }
      return Import(module: module.text, line: tokens[index].line)
    }
  }
}
