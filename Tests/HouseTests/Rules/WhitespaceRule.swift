/// No tabs, no blanks at the end of a line, and a line feed at the end of a file: differences then
/// show only what somebody meant to change.
struct WhitespaceRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.filter(\.isCode).flatMap { file in
      let lines = file.lines.enumerated().flatMap { index, line in
        violations(in: line, of: file, number: index + 1)
      }
      let endsWell = file.text.map { $0.isEmpty || $0.utf8.last == UInt8(ascii: "\n") } ?? true
      let unfinished = Violation(
        file.path, "the last line has no line feed", instead: "end the file with one")
      return lines + (endsWell ? [] : [unfinished])
    }
  }

  private func violations(
    in line: Substring, of file: SourceFile, number: Int
  ) -> [Violation] {
    var violations: [Violation] = []
    if line.utf8.contains(UInt8(ascii: "\t")) {
      violations.append(
        Violation(file.path, line: number, "the line holds a tab", instead: "use spaces, or \\t"))
    }
    if let last = line.unicodeScalars.last, last.properties.isWhitespace {
      violations.append(
        Violation(file.path, line: number, "the line ends with a blank", instead: "remove it"))
    }
    return violations
  }
}
