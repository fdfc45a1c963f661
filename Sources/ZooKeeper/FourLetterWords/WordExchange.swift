import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperWire

/// One word said to one server, and what comes back; it lives on a loop, which keeps it alive until
/// it is over.
///
/// It is over once: with an answer, an error, or the end of its time. Then its connection is closed
/// and its completion is called, never before the call that began it has returned. Where the loop
/// stops while the host is looked up, the completion is let go without being called.
final class WordExchange {
  typealias Completion = (Result<String, ServerProbeError>) -> Void

  /// Bytes of an answer, 16 MiB: `wchp` names every watch, and at a hundred bytes for each that is
  /// a hundred and sixty thousand of them.
  static let answerBytesMax = 16 * 1024 * 1024

  private let word: FourLetterWord
  private let server: ServerAddress
  private let deadline: LoopTime
  private let loop: EventLoop
  /// Nil when the exchange is over.
  private var completion: Completion?
  private var stage = ServerProbeError.Stage.resolving
  private var untried: ArraySlice<SocketAddress> = []
  private var failures: [FailedAttempt] = []
  private var stream: ByteStream?
  private var answer: [UInt8] = []
  private var deadlineTimer: TimerToken?
  private var attemptTimer: TimerToken?

  /// Prepares an exchange, for which time runs from now on.
  init(
    _ word: FourLetterWord, with server: ServerAddress, until deadline: LoopTime,
    on loop: EventLoop, completion: @escaping Completion
  ) {
    self.word = word
    self.server = server
    self.deadline = deadline
    self.loop = loop
    self.completion = completion
    deadlineTimer = loop.schedule(at: deadline) { self.fail(.timedOut(self.stage)) }
  }

  /// Says the word to the server at whichever of its addresses is reached first.
  func start() {
    Resolver.resolve(Endpoint(server), on: loop) { found in
      switch found {
      case .success(let addresses): self.start(atAnyOf: addresses)
      case .failure(let error): self.fail(.hostNotFound(error.reason))
      }
    }
  }

  /// Says the word at the first of these addresses that can be connected to.
  func start(atAnyOf addresses: [SocketAddress]) {
    untried = addresses[...]
    connectToNext()
  }

  /// Gives up. The completion is called before this returns.
  func cancel() {
    fail(.cancelled)
  }

  private func fail(_ reason: ServerProbeError.Reason) {
    finish(.failure(ServerProbeError(reason, word: word, server: server)))
  }

  private func finish(_ result: Result<String, ServerProbeError>) {
    guard let completion = completion.take() else { return }
    if let deadlineTimer { loop.cancel(deadlineTimer) }
    endAttempt()
    completion(result)
  }
}

/// Connecting.
extension WordExchange {
  private struct FailedAttempt {
    let address: SocketAddress
    /// Nil if the address said nothing.
    let error: SystemError?

    var explanation: String {
      "\(address): \(error.map(String.init(describing:)) ?? "no answer")"
    }
  }

  private func connectToNext() {
    // It may be over since the host was looked up, or since the last connection was asked for.
    if completion == nil { return }
    guard let address = untried.popFirst() else { return fail(reasonOfAllFailures) }
    stage = .connecting
    stream = .connect(to: address, handler: self, on: loop)
    if untried.isEmpty { return }
    // An address that says nothing must leave the others their share of the time.
    let share = (deadline - loop.now) / (untried.count + 1)
    attemptTimer = loop.schedule(after: share) { self.stream?.close(.atOnce) }
  }

  private var reasonOfAllFailures: ServerProbeError.Reason {
    if failures.isEmpty { return .hostNotFound("it has no address") }
    if failures.allSatisfy({ $0.error?.isRefusal == true }) { return .refused }
    return .unreachable(failures.map(\.explanation).joined(separator: "; "))
  }

  private func attemptFailed(at address: SocketAddress, because cause: CloseCause) {
    let error: SystemError? = if case .failed(let error) = cause { error } else { nil }
    failures.append(FailedAttempt(address: address, error: error))
    endAttempt()
    connectToNext()
  }

  private func endAttempt() {
    if let attemptTimer = attemptTimer.take() { loop.cancel(attemptTimer) }
    stream.take()?.close(.atOnce)
  }
}

extension WordExchange: StreamHandler {
  func opened(_ stream: ByteStream) {
    if let attemptTimer = attemptTimer.take() { loop.cancel(attemptTimer) }
    stage = .answering
    stream.write(word.letters.utf8Span.span.raw)
  }

  func received(_ bytes: RawSpan, from stream: ByteStream) {
    guard answer.count + bytes.byteCount <= Self.answerBytesMax else {
      return fail(.answerTooLong(limit: Self.answerBytesMax))
    }
    answer += bytes.copied()
  }

  func writable(_ stream: ByteStream) {}

  func ended(_ stream: ByteStream) {
    // Paths in an answer may be anything, so what is no text is repaired and not refused.
    let text = String(decoding: answer, as: UTF8.self)
    if let refusal = word.refusal(in: text) { fail(refusal) } else { finish(.success(text)) }
  }

  func closed(_ stream: ByteStream, because cause: CloseCause) {
    switch (cause, stage) {
    case (.loopStopped, _): fail(.unavailable("its event loop has stopped"))
    case (_, .answering):
      // A connection closed at once may look broken: the word finds nobody there any more.
      if answer.isEmpty { fail(.closedWithoutAnswer) } else { fail(.broken("\(cause)")) }
    default: attemptFailed(at: stream.peer, because: cause)
    }
  }
}
