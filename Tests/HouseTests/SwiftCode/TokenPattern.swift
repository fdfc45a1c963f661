/// A run of tokens that a ban looks for, written with blanks between them: `Task <> . sleep`.
///
/// `<>` stands for generic arguments, or none. `!` must touch the word before it: `try !flag` is
/// a negation. `*` in a word stands for any letters, and a word in quotes for a string that says
/// just that.
struct TokenPattern: Sendable {
  private let elements: [String]
  /// Words before the match that give it another meaning, such as `func` before a name.
  private let notAfter: Set<String>
  /// The label of an argument that makes the call acceptable.
  private let unlessLabelled: String?

  init(_ elements: String, notAfter: Set<String> = [], unlessLabelled: String? = nil) {
    self.elements = elements.split(separator: " ").map(String.init)
    self.notAfter = notAfter
    self.unlessLabelled = unlessLabelled
  }

  func lines(in tokens: [SwiftToken]) -> [Int] {
    tokens.indices.filter { matches(tokens, at: $0) }.map { tokens[$0].line }
  }

  private func matches(_ tokens: [SwiftToken], at start: Int) -> Bool {
    var index = start
    for element in elements {
      if element == "<>" {
        index = indexAfterGenericArguments(in: tokens, at: index)
        continue
      }
      guard index < tokens.count, token(tokens[index], matches: element) else { return false }
      if element == "!", !tokens[index].touchesPrevious { return false }
      index += 1
    }
    if start > 0, notAfter.contains(tokens[start - 1].text) { return false }
    return unlessLabelled.map { !hasLabel($0, in: tokens, from: index) } ?? true
  }

  private func token(_ token: SwiftToken, matches element: String) -> Bool {
    if element.hasPrefix("\"") {
      return token.kind == .literal && element == "\"\(token.content)\""
    }
    let ends = element.split(separator: "*", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return token.is(element) }
    return token.kind == .word && token.text.count >= element.count - 1
      && token.text.hasPrefix(ends[0]) && token.text.hasSuffix(ends[1])
  }

  private func indexAfterGenericArguments(in tokens: [SwiftToken], at start: Int) -> Int {
    guard start < tokens.count, tokens[start].is("<"), tokens[start].touchesPrevious else {
      return start
    }
    var depth = 0
    for index in start..<tokens.count {
      if tokens[index].is("<") { depth += 1 }
      if tokens[index].is(">") { depth -= 1 }
      if depth == 0 { return index + 1 }
    }
    return start
  }

  /// Looks through the argument list whose opening parenthesis is the last token matched.
  private func hasLabel(_ label: String, in tokens: [SwiftToken], from start: Int) -> Bool {
    var depth = 1
    for index in start..<tokens.count {
      if tokens[index].is("(") { depth += 1 }
      if tokens[index].is(")") { depth -= 1 }
      if depth == 0 { return false }
      let isLabel = index + 1 < tokens.count && tokens[index + 1].is(":")
      if depth == 1, isLabel, tokens[index].is(label) { return true }
    }
    return false
  }
}
