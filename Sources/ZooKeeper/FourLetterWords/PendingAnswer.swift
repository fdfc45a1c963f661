import ZooKeeperTransport

/// Resumes who waits for the answer, once: with the answer or, when nobody is left who could give
/// one, with what was agreed for that.
///
/// A loop that stops lets go of its jobs and timers. Whoever waited for them would wait for ever.
final class PendingAnswer: Sendable {
  typealias Answer = Result<String, ServerProbeError>

  private let continuation: Lock<CheckedContinuation<Answer, Never>?>
  private let answerOfNobody: Answer

  init(resuming continuation: CheckedContinuation<Answer, Never>, otherwise answer: Answer) {
    self.continuation = Lock(continuation)
    answerOfNobody = answer
  }

  deinit {
    give(answerOfNobody)
  }

  func give(_ answer: Answer) {
    continuation.withLock { $0.take() }?.resume(returning: answer)
  }
}
