/// A line of Java's properties with the lines that continue it, in UTF-16 as Java counts.
struct LogicalLine {
  let units: [UInt16]
  /// The number of its first line, counted from 1.
  let number: Int
}

/// Joins lines that end in a backslash to the next one, and leaves out comments and empty lines.
struct LogicalLines {
  private var rest: ArraySlice<UInt16>
  private var linesTaken = 0

  init(_ text: String) {
    rest = Array(text.utf16)[...]
  }

  mutating func next() -> LogicalLine? {
    var units: [UInt16] = []
    var number = 0
    while let natural = takeNaturalLine() {
      let content = natural.drop(while: \.isBlank)
      if units.isEmpty {
        number = linesTaken
        if content.isEmpty || content.isComment { continue }
      }
      units += content
      if content.isContinued {
        units.removeLast()
      } else {
        return LogicalLine(units: units, number: number)
      }
    }
    return units.isEmpty ? nil : LogicalLine(units: units, number: number)
  }

  /// Takes a line as an editor shows it, without its end.
  private mutating func takeNaturalLine() -> ArraySlice<UInt16>? {
    guard !rest.isEmpty else { return nil }
    linesTaken += 1
    let line = rest.prefix { $0 != .lineFeed && $0 != .carriageReturn }
    rest = rest[line.endIndex...]
    let end = rest.popFirst()
    if end == .carriageReturn && rest.first == .lineFeed { rest.removeFirst() }
    return line
  }
}

extension ArraySlice<UInt16> {
  fileprivate var isComment: Bool {
    first == UInt16(ascii: "#") || first == UInt16(ascii: "!")
  }

  /// Whether the last backslash is not itself behind one.
  fileprivate var isContinued: Bool {
    reversed().prefix { $0 == .backslash }.count % 2 == 1
  }
}
