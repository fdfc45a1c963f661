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

  /// Before these, `let` and `var` name what a condition finds: the brace is the statement's.
  private static let conditions: Set = ["if", "guard", "while", "for", "case", ","]
  private static let modifiers: Set = [
    "private", "fileprivate", "static", "class", "final", "lazy", "weak", "unowned", "mutating",
    "nonmutating", "consuming", "borrowing", "override", "nonisolated", "indirect",
  ]

  /// A declaration whose brace may still come, and the parentheses open at its keyword.
  private struct Pending {
    let declaration: Int
    let openParentheses: Int
  }

  private let tokens: [SwiftToken]
  private var declarations: [Declaration] = []
  /// Open braces, with the declaration that each belongs to.
  private var braces: [(owner: Pending?, line: Int)] = []
  private var openParentheses = 0
  private var pending: Pending?

  static func declarations(in tokens: [SwiftToken]) -> [Declaration] {
    var reader = DeclarationReader(tokens: tokens)
    for index in tokens.indices { reader.readToken(at: index) }
    return reader.declarations
  }

  private init(tokens: [SwiftToken]) {
    self.tokens = tokens
  }

  private mutating func readToken(at index: Int) {
    forgetFinishedProperty(before: index)
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
      let owner = pending.flatMap { canOwnBrace($0) ? $0 : nil }
      braces.append((owner, token.line))
      if owner != nil { pending = nil }
    case "}":
      forgetRequirement()
      if let brace = braces.popLast(), let owner = brace.owner {
        endBody(of: owner, lines: max(0, token.line - brace.line - 1))
      }
    default: break
    }
  }

  /// In a function's parentheses, a brace belongs to a default argument; in a property's value,
  /// every closure is the property's.
  private func canOwnBrace(_ pending: Pending) -> Bool {
    pending.openParentheses == openParentheses || isProperty(pending)
  }

  private func isProperty(_ pending: Pending) -> Bool {
    declarations[pending.declaration].kind == .property
  }

  private mutating func endBody(of owner: Pending, lines: Int) {
    let former = declarations[owner.declaration].bodyLines ?? 0
    declarations[owner.declaration].bodyLines = max(former, lines)
    // Another closure may follow.
    if isProperty(owner) { pending = owner }
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
        addsConformance: kind == .extension && token(name.end)?.is(":") == true,
        isPrivate: isPrivate(at: index)))
    let isCondition = kind == .property && Self.conditions.contains(token(index - 1)?.text ?? "")
    let hasBody = !isCondition && !tokens[index].is("typealias")
    if hasBody {
      pending = Pending(declaration: declarations.count - 1, openParentheses: openParentheses)
    }
  }

  private func isPrivate(at index: Int) -> Bool {
    tokens[..<index].reversed()
      .prefix { $0.kind == .word && Self.modifiers.contains($0.text) }
      .contains { $0.is("private") || $0.is("fileprivate") }
  }

  /// What begins a line after a property's whole value is another statement, whose braces are its
  /// own.
  private mutating func forgetFinishedProperty(before index: Int) {
    guard let pending, isProperty(pending), pending.openParentheses == openParentheses,
      let previous = token(index - 1), previous.line < tokens[index].line
    else { return }
    let canEnd = previous.kind != .symbol || [")", "]", "}", ">", "?", "!"].contains(previous.text)
    let canBegin = tokens[index].kind != .symbol || ["@", "#"].contains(tokens[index].text)
    if canEnd && canBegin { self.pending = nil }
  }

  /// A protocol's requirement has no brace of its own: what comes next belongs to others.
  private mutating func forgetRequirement() {
    if pending?.openParentheses == openParentheses { pending = nil }
  }

  private var currentScope: Declaration.Scope {
    guard let brace = braces.last else { return .file }
    guard let owner = brace.owner else { return .local }
    let declaration = declarations[owner.declaration]
    switch declaration.kind {
    case .type: return .type
    case .extension:
      return declaration.addsConformance ? .type : .extension(of: declaration.name)
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
