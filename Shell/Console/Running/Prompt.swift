import ZooKeeper

/// The conversation with somebody at a terminal.
///
/// It waits for lines on the main actor, whose thread is none of those that all other tasks share.
@MainActor
struct Prompt {
  let interpreter: Interpreter
  let history: History
  /// What stands in front of the line while all is well.
  let place: String

  /// Runs what is typed until Ctrl-D or `quit`. What fails is said, and the conversation goes on.
  func run() async throws(Complaint) {
    guard let editor = LineEditor(remembering: history.load()) else {
      throw Complaint("this terminal cannot be edited in: use -f or -c", .failed)
    }
    let interrupts = Interrupts()
    let news = interpreter.news
    interpreter.printer.say("zkcli: help lists the commands, Ctrl-D leaves.")
    // So that the first prompt says how it is.
    _ = try await interrupts.cancelling(on: interrupts.presses()) { () async throws(Complaint) in
      await news.waitForFirst()
      return true
    }
    if let trouble = news.trouble { interpreter.printer.say("\(trouble); trying on.") }
    while true {
      let presses = interrupts.presses()
      switch editor.readLine(prompt: text) {
      case .interrupted: continue
      case .end:
        interpreter.printer.say("")
        return
      case .line(let line):
        remember(line, with: editor)
        guard await run(line, interrupts, presses) else { return }
      }
    }
  }

  /// Place and state: `localhost:2181/app (disconnected)> `.
  private var text: String {
    let remark =
      switch interpreter.news.state {
      case .connected: ""
      case .connectedReadOnly: " (read-only)"
      case .connecting: " (connecting)"
      case .suspended: " (disconnected)"
      case .ended: " (ended)"
      }
    return place + remark + "> "
  }

  /// A line that begins with a space is forgotten, as in other shells: for what nobody is to see.
  private func remember(_ line: String, with editor: borrowing LineEditor) {
    guard let first = line.unicodeScalars.first, first != " " else { return }
    editor.remember(line)
    history.add(line)
  }

  /// Returns whether the conversation goes on.
  private func run(
    _ line: String, _ interrupts: Interrupts, _ presses: AsyncStream<Void>
  ) async -> Bool {
    let interpreter = interpreter
    do throws(Complaint) {
      let commands = try Script.commands(in: line.utf8)
      return try await interrupts.cancelling(on: presses) { () async throws(Complaint) in
        for command in commands {
          guard try await interpreter.run(command) else { return false }
        }
        return true
      }
    } catch {
      interpreter.printer.say(error.text)
      return true
    }
  }
}
