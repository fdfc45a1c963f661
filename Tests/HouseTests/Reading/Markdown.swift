/// The parts of a Markdown text that the rules read: code fences, links, code spans and tables.
struct Markdown {
  struct Fence {
    /// The language and whatever follows it on the opening line.
    let info: String
    /// The line number of the first line of code.
    let line: Int
    fileprivate(set) var code = ""
  }

  struct Link {
    let target: String
    let line: Int
  }

  struct TableRow {
    let cells: [Prose]
    let line: Int
  }

  /// A line or a table's cell.
  struct Prose {
    let source: Substring
    /// What stands between backticks.
    let codeSpans: [String]
    /// The rest, with `code` in place of each code span.
    let text: String

    init(_ source: Substring) {
      self.source = source
      // Every second piece between backticks is a code span, where brackets mean nothing.
      let pieces = source.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      codeSpans = pieces.filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
      text = pieces.map { $0.offset.isMultiple(of: 2) ? String($0.element) : "code" }.joined()
    }
  }

  private(set) var fences: [Fence] = []
  private(set) var links: [Link] = []
  private(set) var codeSpans: Set<String> = []
  /// The head of a table and the line below it are rows too.
  private(set) var tableRows: [TableRow] = []

  init(_ file: SourceFile) {
    /// What the open fence began with: its backticks, and the blanks of a list item before them.
    var open: (mark: Substring, indentation: Int)?
    for (index, line) in file.lines.enumerated() {
      let content = line.drop { $0 == " " }
      let indentation = line.count - content.count
      if let (mark, outerIndentation) = open {
        if content.hasPrefix(mark), content.allSatisfy({ $0 == "`" || $0 == " " }) {
          open = nil
        } else {
          let code = line.dropFirst(min(indentation, outerIndentation))
          fences[fences.count - 1].code += code + "\n"
        }
      } else if content.hasPrefix("```") {
        let mark = content.prefix { $0 == "`" }
        let info = content.dropFirst(mark.count).drop { $0 == " " }
        open = (mark, indentation)
        fences.append(Fence(info: String(info), line: index + 2))
      } else {
        readProse(line, number: index + 1)
      }
    }
  }

  private mutating func readProse(_ line: Substring, number: Int) {
    if line.hasPrefix("|") {
      let cells = line.split(separator: "|").map(Prose.init)
      tableRows.append(TableRow(cells: cells, line: number))
    }
    let content = Prose(line)
    codeSpans.formUnion(content.codeSpans)
    for match in content.text.matches(of: #/\]\(\s*<?([^)\s>]+)/#) {
      links.append(Link(target: String(match.1), line: number))
    }
    if let definition = content.text.prefixMatch(of: #/\s*\[[^\]]+\]:\s*<?([^\s>]+)/#) {
      links.append(Link(target: String(definition.1), line: number))
    }
  }
}
