/// Finds the declarations in a file by its keywords and braces.
///
/// Functions inside of functions are found too, since they have a length; local types and
/// variables are not, since nobody outside can use them.
struct DeclarationReader {
  private static let typeKeywords: Set = [
    "struct", "class", "enum", "actor", "protocol", "typealias",
  ]
  private static let functionKeywords: Set = ["func", "init", "deinit", "subscript"]
  private static let propertyKeywords: Set = ["let", "var"]
  /// Words that may follow `class`, or a variable called `actor`, without being a type's name.
  private static let neverNames: Set = ["func", "var", "let", "subscript", "in", "is", "as"]

  private let tokens: [SwiftToken]
  private var declarations: [Declaration] = []
  /// Open braces, with the declaration that each belongs to.
  private var braces: [(declaration: Int?, line: Int)] = []
  private var openParentheses = 0
  /// A declaration whose brace has not come yet, and the parentheses open at its keyword: a brace
  /// deeper inside belongs to a default argument.
  private var pending: (declaration: Int, openParentheses: Int)?

  static func declarations(in tokens: [SwiftToken]) -> [Declaration] {
    var reader = DeclarationReader(tokens: tokens)
    for index in tokens.indices { reader.readToken(at: index) }
    return reader.declarations
  }

  private init(tokens: [SwiftToken]) {
    self.tokens = tokens
  }

  private mutating func readToken(at index: Int) {
    switch tokens[index].kind {
    case .symbol: readSymbol(tokens[index])
    case .word: readKeyword(at: index)
    case .quotedWord, .literal: break
    }
  }

  private mutating func readSymbol(_ token: SwiftToken) {
    switch token.text {
    case "(", "[": openParentheses += 1
    case ")", "]": openParentheses -= 1
    case "{":
      let isPending = pending?.openParentheses == openParentheses
      braces.append((isPending ? pending?.declaration : nil, token.line))
      if isPending { pending = nil }
    case "}":
      forgetRequirement()
      guard let brace = braces.popLast(), let index = brace.declaration else { return }
      declarations[index].bodyLines = max(0, token.line - brace.line - 1)
    default: break
    }
  }

  private mutating func readKeyword(at index: Int) {
    guard let kind = kind(at: index) else { return }
    forgetRequirement()
    let scope = currentScope
    if scope == .local && kind != .function { return }
    let name = name(at: index, kind: kind)
    declarations.append(
      Declaration(
        kind: kind, name: name.text, line: tokens[index].line, scope: scope,
        addsConformance: kind == .extension && token(name.end)?.is(":") == true))
    let opensScope = kind != .property && !tokens[index].is("typealias")
    if opensScope { pending = (declarations.count - 1, openParentheses) }
  }

  /// A protocol's requirement has no brace of its own: what comes next belongs to others.
  private mutating func forgetRequirement() {
    if pending?.openParentheses == openParentheses { pending = nil }
  }

  private var currentScope: Declaration.Scope {
    guard let brace = braces.last else { return .file }
    guard let index = brace.declaration else { return .local }
    switch declarations[index].kind {
    case .type: return .type
    case .extension: return .extension(of: declarations[index].name)
    case .function, .property: return .local
    }
  }

  private func token(_ index: Int) -> SwiftToken? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  private func kind(at index: Int) -> Declaration.Kind? {
    if let previous = token(index - 1), [".", "import", ":"].contains(previous.text) { return nil }
    guard let next = token(index + 1) else { return nil }
    switch tokens[index].text {
    case let word where Self.typeKeywords.contains(word):
      let isName = next.isName && !(next.kind == .word && Self.neverNames.contains(next.text))
      return isName ? .type : nil
    case let word where Self.propertyKeywords.contains(word):
      return next.isName ? .property : nil
    case let word where Self.functionKeywords.contains(word):
      return next.is(":") ? nil : .function
    case "extension": return .extension
    default: return nil
    }
  }

  /// The name that is declared, and the index of the token after it.
  private func name(at index: Int, kind: Declaration.Kind) -> (text: String, end: Int) {
    if kind == .function, !tokens[index].is("func") { return (tokens[index].text, index + 1) }
    var last = index + 1
    // `extension Outer.Inner` is about `Inner`.
    while kind == .extension, token(last + 1)?.is(".") == true { last += 2 }
    return (token(last)?.text ?? "", last + 1)
  }
}
