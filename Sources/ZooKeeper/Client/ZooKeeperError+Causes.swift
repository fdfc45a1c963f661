import ZooKeeperModel
import ZooKeeperSession

// From what went wrong to what people are told.
extension ZooKeeperError {
  /// What a server said. It judges before it changes anything, so nothing happened.
  init(_ verdict: ErrorCode, operation: OperationName, path: ZNodePath?) {
    self.init(Code(verdict), outcome: .notApplied, operation: operation, path: path)
  }

  init(_ failure: CallFailure, operation: OperationName, path: ZNodePath?) {
    let (code, detail) = failure.reason.inPublic
    self.init(
      code, outcome: failure.mayHaveHappened && operation.mayChange ? .unknown : .notApplied,
      operation: operation,
      path: path, detail: detail)
  }

  init(_ end: SessionEnd, operation: OperationName) {
    let (code, _) = CallFailure.Reason(end).inPublic
    self.init(code, outcome: .notApplied, operation: operation, detail: "\(end)")
  }
}

extension CallFailure.Reason {
  fileprivate var inPublic: (ZooKeeperError.Code, detail: String?) {
    switch self {
    case .connectionLost: (.connectionLost, nil)
    case .sessionExpired: (.sessionExpired, nil)
    case .closed: (.closed, nil)
    case .timedOut: (.timedOut, nil)
    case .cancelled: (.cancelled, nil)
    case .overloaded: (.overloaded, nil)
    case .requestTooLarge(let byteCount, let limit):
      (.tooLarge, "the request has \(byteCount) bytes, and the limit is \(limit)")
    case .replyTooLarge(let byteCount, let limit):
      (.tooLarge, "the answer has \(byteCount) bytes, and the limit is \(limit)")
    case .authenticationFailed: (.authFailed, nil)
    case .malformedReply(let reason): (.protocolViolation, reason)
    }
  }
}
