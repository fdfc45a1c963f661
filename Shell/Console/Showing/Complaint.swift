import ZooKeeper

/// What went wrong, in one line, and how `zkcli` ends because of it.
struct Complaint: Error, Hashable {
  let text: String
  let code: ExitCode

  init(_ text: String, _ code: ExitCode) {
    self.text = text
    self.code = code
  }

  /// Takes whatever a command can throw.
  init(_ error: any Error, of command: String) {
    switch error {
    case let complaint as Complaint: self = complaint.prefixed(with: command)
    case let error as ZooKeeperError: self.init(error, of: command)
    default: self.init("\(command): \(error)", .failed)
    }
  }

  private init(_ error: ZooKeeperError, of command: String) {
    let subject = error.path.map { "\(command) \($0)" } ?? command
    let reason = error.code == .cancelled ? "interrupted" : error.code.meaning
    let detail = error.detail.map { ": \($0)" } ?? ""
    let consequence = error.outcome == .unknown ? "; it may have happened all the same" : ""
    self.init("\(subject): \(reason)\(detail)\(consequence)", ExitCode(error))
  }

  init(_ error: UsageError) {
    self.init(error.description, .usage)
  }

  /// The same with words in front of it: the command, or the place in a script.
  func prefixed(with words: String) -> Complaint {
    Complaint("\(words): \(text)", code)
  }
}
