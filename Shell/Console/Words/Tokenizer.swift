/// Takes a line of a script or of the prompt apart, much as a shell of the system does.
///
/// Space separates words, `;` separates commands, and `#` at the start of a word begins a comment.
/// Single quotes take every sign as it is. Elsewhere a backslash takes the meaning of the next sign
/// away, or stands for a byte: `\n`, `\r`, `\t`, `\0`, `\xNN`. Parts that touch are one word.
struct Tokenizer {
  private var rest: ArraySlice<UInt8>
  private var commands: [[Word]] = []
  private var words: [Word] = []
  // Nil between words: `""` is a word without bytes.
  private var word: [UInt8]?

  private init(_ line: some Collection<UInt8>) {
    rest = ArraySlice(line)
  }

  /// The commands of one line, each with its words; none of them is empty.
  static func commands(in line: some Collection<UInt8>) throws(TokenError) -> [[Word]] {
    var tokenizer = Tokenizer(line)
    try tokenizer.readLine()
    return tokenizer.commands
  }

  private mutating func readLine() throws(TokenError) {
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        endWord()
      case UInt8(ascii: ";"):
        endCommand()
      case UInt8(ascii: "#") where word == nil:
        rest = []
      case UInt8(ascii: "'"):
        try readSingleQuoted()
      case UInt8(ascii: "\""):
        try readDoubleQuoted()
      default:
        append(try meaning(of: byte))
      }
    }
    endCommand()
  }

  private mutating func readSingleQuoted() throws(TokenError) {
    let quote = UInt8(ascii: "'")
    guard let end = rest.firstIndex(of: quote) else { throw .unclosedQuote(quote) }
    word = (word ?? []) + rest[..<end]
    rest = rest[(end + 1)...]
  }

  private mutating func readDoubleQuoted() throws(TokenError) {
    let quote = UInt8(ascii: "\"")
    word = word ?? []
    while let byte = rest.popFirst() {
      if byte == quote { return }
      append(try meaning(of: byte))
    }
    throw .unclosedQuote(quote)
  }

  /// The byte that a byte outside of single quotes stands for, together with those that follow it.
  private mutating func meaning(of byte: UInt8) throws(TokenError) -> UInt8 {
    switch byte {
    case UInt8(ascii: "\\"): return try escaped()
    // Taken as it is today, a dollar would mean something else once there are variables.
    case UInt8(ascii: "$"): throw .bareDollar
    default: return byte
    }
  }

  private mutating func escaped() throws(TokenError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .nothingAfterBackslash }
    switch byte {
    case UInt8(ascii: "n"): return UInt8(ascii: "\n")
    case UInt8(ascii: "r"): return UInt8(ascii: "\r")
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    case UInt8(ascii: "0"): return 0
    case UInt8(ascii: "x"): return try hexadecimal()
    default:
      let character = Character(Unicode.Scalar(byte))
      guard byte < 0x80, !character.isLetter, !character.isNumber else {
        throw .unknownEscape(byte)
      }
      return byte
    }
  }

  private mutating func hexadecimal() throws(TokenError) -> UInt8 {
    let digits = rest.prefix(2)
    // The initializer would take a sign, too.
    guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw .incompleteByte }
    rest = rest.dropFirst(2)
    return byte
  }

  private mutating func append(_ byte: UInt8) {
    word?.append(byte)
    if word == nil { word = [byte] }
  }

  private mutating func endWord() {
    if let bytes = word { words.append(Word(bytes)) }
    word = nil
  }

  private mutating func endCommand() {
    endWord()
    if !words.isEmpty { commands.append(words) }
    words = []
  }
}
