/// Why a line cannot be taken apart into words.
enum TokenError: Error, Hashable {
  case unclosedQuote(UInt8)
  case nothingAfterBackslash
  case unknownEscape(UInt8)
  case incompleteByte
  case bareDollar
}

extension TokenError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unclosedQuote(let quote):
      "the quote \(character(quote)) is not closed in this line"
    case .nothingAfterBackslash:
      "a backslash ends the line: write \\\\ for a backslash"
    case .unknownEscape(let byte):
      "\\\(character(byte)) means nothing: there are \\n \\r \\t \\0 and \\xNN, and a backslash in"
        + " front of a sign takes its meaning away"
    case .incompleteByte:
      "\\x needs two hexadecimal digits, as in \\x0a"
    case .bareDollar:
      "$ is kept for variables: write \\$, or put the word into single quotes"
    }
  }

  private func character(_ byte: UInt8) -> Character {
    Character(Unicode.Scalar(byte))
  }
}
