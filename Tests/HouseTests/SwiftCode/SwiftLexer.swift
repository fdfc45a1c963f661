/// Reads Swift source into tokens, so that no rule is fooled by a comment or a string.
///
/// Nested comments, raw and multi-line strings and interpolations are understood. A regular
/// expression is when it is written `#/…/#`; a bare `/…/` is read as code.
struct SwiftLexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var endOfLastToken = -1
  private var tokens: [SwiftToken] = []

  static func tokens(of text: String) -> [SwiftToken] {
    var lexer = SwiftLexer(scalars: Array(text.unicodeScalars))
    lexer.readCode(endsAtParenthesis: false)
    return lexer.tokens
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  /// An interpolation ends at the parenthesis that closes it; a file ends with its text.
  private mutating func readCode(endsAtParenthesis: Bool) {
    var openParentheses = 0
    while let scalar = peek() {
      switch scalar {
      case "\n", " ", "\t", "\r": skip(1)
      case "/" where peek(1) == "/": skipLineComment()
      case "/" where peek(1) == "*": skipBlockComment()
      case "\"": readString(hashes: 0)
      case "#": readHash()
      case "`": readQuotedWord()
      case _ where scalar.isPartOfWord: readWord()
      default:
        if scalar == "(" { openParentheses += 1 }
        if scalar == ")" { openParentheses -= 1 }
        if endsAtParenthesis, openParentheses < 0 { return }
        appendToken(.symbol, length: 1)
      }
    }
  }

  // MARK: Comments

  private mutating func skipLineComment() {
    while let scalar = peek(), scalar != "\n" { skip(1) }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if startsHere("/*") {
        depth += 1
        skip(2)
      } else if startsHere("*/") {
        depth -= 1
        skip(2)
      } else {
        skip(1)
      }
    } while depth > 0 && peek() != nil
  }

  // MARK: Literals

  /// A number sign opens a raw string, an extended regular expression or a directive.
  private mutating func readHash() {
    var hashes = 0
    while peek(hashes) == "#" { hashes += 1 }
    switch peek(hashes) {
    case "\"": readString(hashes: hashes)
    case "/": readRegularExpression(hashes: hashes)
    default: appendToken(.symbol, length: 1)
    }
  }

  private mutating func readString(hashes: Int) {
    let literal = tokens.count
    appendToken(.literal, length: hashes, text: "")
    let quote = startsHere("\"\"\"") ? "\"\"\"" : "\""
    let hashMarks = String(repeating: "#", count: hashes)
    let closing = quote + hashMarks
    let escape = "\\" + hashMarks
    skip(quote.utf8.count)
    let start = position
    while let scalar = peek() {
      if startsHere(closing) {
        tokens[literal].content = text(from: start, to: position)
        skip(closing.utf8.count)
        break
      } else if startsHere(escape) {
        skip(escape.utf8.count)
        if peek() == "(" { readInterpolation() } else { skip(1) }
      } else if scalar == "\n", quote.utf8.count == 1 {
        break  // An unclosed string cannot swallow the rest of the file.
      } else {
        skip(1)
      }
    }
    endOfLastToken = position
  }

  private mutating func readInterpolation() {
    appendToken(.symbol, length: 1)
    readCode(endsAtParenthesis: true)
    if peek() == ")" { appendToken(.symbol, length: 1) }
  }

  private mutating func readRegularExpression(hashes: Int) {
    appendToken(.literal, length: hashes + 1, text: "")
    let closing = "/" + String(repeating: "#", count: hashes)
    while peek() != nil, !startsHere(closing) { skip(1) }
    skip(closing.utf8.count)
    endOfLastToken = position
  }

  // MARK: Words

  private mutating func readWord() {
    var length = 0
    while let scalar = peek(length), scalar.isPartOfWord { length += 1 }
    let isNumber = peek()?.properties.numericType == .decimal
    appendToken(isNumber ? .literal : .word, length: length)
  }

  private mutating func readQuotedWord() {
    var length = 1
    while let scalar = peek(length), scalar != "`", scalar != "\n" { length += 1 }
    let name = text(from: position + 1, to: position + length)
    appendToken(.quotedWord, length: length + 1, text: name)
  }

  // MARK: Scalars

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    let index = position + distance
    return index < scalars.count ? scalars[index] : nil
  }

  private func startsHere(_ text: String) -> Bool {
    scalars[position...].starts(with: text.unicodeScalars)
  }

  private func text(from start: Int, to end: Int) -> String {
    String(String.UnicodeScalarView(scalars[start..<min(end, scalars.count)]))
  }

  /// Counts the lines, so every way forward leads through here.
  private mutating func skip(_ count: Int) {
    let end = min(position + count, scalars.count)
    while position < end {
      if scalars[position] == "\n" { line += 1 }
      position += 1
    }
  }

  private mutating func appendToken(_ kind: SwiftToken.Kind, length: Int, text: String? = nil) {
    tokens.append(
      SwiftToken(
        kind: kind,
        text: text ?? self.text(from: position, to: position + length),
        line: line,
        touchesPrevious: position == endOfLastToken))
    skip(length)
    endOfLastToken = position
  }
}

extension Unicode.Scalar {
  fileprivate var isPartOfWord: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "$", "\u{80}"...: true
    default: false
    }
  }
}
