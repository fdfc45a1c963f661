import CEditLine

/// The terminal, where people type and edit a line. There is one in a process.
struct LineEditor: ~Copyable {
  /// How a line ended.
  enum Outcome: Hashable {
    case line(String)
    /// It was given up with Ctrl-C.
    case interrupted
    /// Ctrl-D: there will be no more.
    case end
  }

  /// Takes over the terminal; nil if there is none.
  init?(remembering lines: [String]) {
    guard unsafe line_editor_open("zkcli", Int32(History.linesMax)) else { return nil }
    for line in lines { remember(line) }
  }

  deinit {
    line_editor_close()
  }

  /// Waits for a line, and keeps the thread waiting.
  func readLine(prompt: String) -> Outcome {
    switch unsafe Int(line_editor_read(prompt)) {
    case LINE_EDITOR_LINE: .line(unsafe String(cString: line_editor_text()))
    case LINE_EDITOR_INTERRUPTED: .interrupted
    default: .end
    }
  }

  /// Puts a line where the arrow keys find it.
  func remember(_ line: String) {
    unsafe line_editor_remember(line)
  }
}
