/// Files, functions and lines stay short enough to be read at once.
///
/// A computed property and a closure in a property's value are functions in all but name. Functions
/// of C, Java and Python are left to the limit of their files: no reader of theirs is worth its
/// lines for so few of them.
struct LengthRule: Rule {
  /// A file is read in one sitting: about eight screens of fifty lines. A longer one holds a
  /// second concept that wants a name.
  static let fileLines = 400

  /// A function fits on one screen, so that its beginning is in sight at its end.
  static let functionBodyLines = 70

  /// Two files side by side on a common screen, and no wrapping in a review.
  static let lineColumns = 100

  func violations(in tree: SourceTree) -> [Violation] {
    tree.files.filter(\.isCode).flatMap { file in
      let lines = file.lines
      return longFile(file, count: lines.count) + longLines(lines, in: file) + longBodies(file)
    }
  }

  private func longFile(_ file: SourceFile, count: Int) -> [Violation] {
    guard count > Self.fileLines else { return [] }
    return [
      Violation(
        file.path, line: Self.fileLines + 1, "\(count) lines are more than \(Self.fileLines)",
        instead: "give the second concept in it a file")
    ]
  }

  private func longLines(_ lines: [Substring], in file: SourceFile) -> [Violation] {
    lines.enumerated().compactMap { index, line in
      // Characters are slow to count, and a line cannot have more of them than bytes.
      guard line.utf8.count > Self.lineColumns, line.count > Self.lineColumns else { return nil }
      return Violation(
        file.path, line: index + 1, "\(line.count) columns are more than \(Self.lineColumns)",
        instead: "break the line")
    }
  }

  private func longBodies(_ file: SourceFile) -> [Violation] {
    file.declarations.compactMap { declaration in
      guard [.function, .property].contains(declaration.kind), let count = declaration.bodyLines,
        count > Self.functionBodyLines
      else { return nil }
      return Violation(
        file.path, line: declaration.line,
        "\(declaration.name) has \(count) lines, more than \(Self.functionBodyLines)",
        instead: "name its steps and make each a function")
    }
  }
}
