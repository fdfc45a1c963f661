public import ZooKeeperModel

/// Why a transaction failed, and which of its steps is to blame.
public struct TransactionError: Error, Sendable {
  /// What the server said about each step: `ok` before the one that failed, and
  /// `runtimeInconsistency` behind it. Empty where no server judged them.
  public let verdicts: [ErrorCode]
  /// The failure of the step that is to blame, or of the transaction as a whole.
  public let cause: ZooKeeperError

  /// Makes an error, for recipes, fakes and tests.
  public init(verdicts: [ErrorCode] = [], cause: ZooKeeperError) {
    self.verdicts = verdicts
    self.cause = cause
  }

  /// The index of the step that is to blame; nil where the transaction failed as a whole, because
  /// the connection was lost for instance.
  public var failedStep: Int? { verdicts.firstIndex { $0 != .ok } }

  /// What went wrong.
  public var code: ZooKeeperError.Code { cause.code }
  /// Whether the transaction may have happened all the same: as a whole, or not at all.
  public var outcome: ZooKeeperError.Outcome { cause.outcome }
}

extension TransactionError: CustomStringConvertible {
  /// One line: which step failed, and everything that is known about it.
  public var description: String {
    guard let failedStep else { return "\(cause)" }
    return "transaction failed at steps[\(failedStep)] of \(verdicts.count): \(cause)"
  }
}
