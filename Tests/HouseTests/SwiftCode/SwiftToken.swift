/// A word or sign of Swift source; comments are gone and literals have lost their content.
struct SwiftToken: Equatable, Sendable {
  enum Kind {
    case word
    /// A name between backticks, which is never a keyword.
    case quotedWord
    case literal
    /// One character; operators come as several symbols.
    case symbol
  }

  let kind: Kind
  /// A word without its backticks; "" for a string or a regular expression.
  let text: String
  /// What stands between a string's quotes, as it is written. Only the manifest has strings that
  /// mean something to a rule.
  var content = ""
  let line: Int
  /// No blank stands before it, as between `try` and `!`.
  let touchesPrevious: Bool

  /// A quoted word never matches, so that a keyword can be asked for by its text alone.
  func `is`(_ text: String) -> Bool {
    self.text == text && (kind == .word || kind == .symbol)
  }

  var isName: Bool { kind == .word || kind == .quotedWord }
}
