extension Command {
  /// How it is written, in a line.
  var usage: String {
    let parts = options.map { "[\($0.form)]" } + operands.map(\.form)
    return ([name] + parts).joined(separator: " ")
  }

  /// Everything about it.
  var helpText: String {
    var blocks = ["\(usage)\n\(summary)"]
    if !options.isEmpty {
      blocks.append(table(options.map { ($0.allForms, $0.meaning) }))
    }
    if let notes { blocks.append(notes) }
    if !aliases.isEmpty { blocks.append("Also: " + aliases.joined(separator: ", ")) }
    let title = examples.count == 1 ? "Example" : "Examples"
    blocks.append(([title] + examples.map { "  " + $0 }).joined(separator: "\n"))
    return blocks.joined(separator: "\n\n")
  }

  /// Every command in a line.
  static var overview: String {
    table(all.map { ($0.usage, $0.summary) }) + "\n\n"
      + "A command's options and an example: help COMMAND"
  }
}

/// Two columns, where what is too wide for the first has a line of its own.
func table(_ rows: [(left: String, right: String)]) -> String {
  let widthMax = 30
  let width = rows.map(\.left.count).filter { $0 <= widthMax }.max() ?? 0
  return rows.map { row in
    let gap = String(repeating: " ", count: max(0, width - row.left.count) + 2)
    return row.left.count > widthMax
      ? "  \(row.left)\n  \(String(repeating: " ", count: width + 2))\(row.right)"
      : "  \(row.left)\(gap)\(row.right)"
  }.joined(separator: "\n")
}
