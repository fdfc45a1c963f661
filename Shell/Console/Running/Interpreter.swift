import ZooKeeper

/// Runs commands, one after the other, in one session.
struct Interpreter: Sendable {
  let surroundings: Surroundings
  let news: ConnectionNews
  let printer: Printer
  /// How long a command waits for a server and for its answer.
  let patience: Timespan

  /// Runs one command. Returns whether there may be more.
  func run(_ words: [Word]) async throws(Complaint) -> Bool {
    let plan: Plan
    do throws(UsageError) {
      plan = try Command.plan(words)
    } catch {
      throw Complaint(error)
    }
    switch plan {
    case .call(let call):
      try await run(call, named: words.first?.shown ?? "")
    case .explanation(let text):
      try printer.show(text)
    case .leave:
      return false
    }
    try printer.flush()
    return true
  }

  private func run(_ call: any ClientCall, named name: String) async throws(Complaint) {
    do {
      try await call.run(in: surroundings) { answer throws(Complaint) in
        try printer.show(answer)
      }
    } catch {
      // What was found out before it failed is an answer all the same.
      try? printer.flush()
      throw complaint(about: error, of: name)
    }
  }

  private func complaint(about error: any Error, of name: String) -> Complaint {
    let complaint = Complaint(error, of: name)
    // A time that is over says little while nobody has answered at all.
    guard complaint.code == .connection, !news.state.isConnected else { return complaint }
    let reason = news.trouble.map { ": \($0)" } ?? ""
    return Complaint("\(name): no server answered within \(patience)\(reason)", .connection)
  }
}
