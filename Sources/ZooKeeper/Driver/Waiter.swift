import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

/// What became of a call.
enum Settled<Reply: Sendable>: Sendable {
  case reply(Reply)
  /// The server's verdict, and how far it was.
  case refused(ErrorCode)
  case failed(CallFailure)
}

/// How the answer to one kind of call is read.
protocol AnswerReader: SendableMetatype {
  associatedtype Reply: Sendable

  @_lifetime(reader: copy reader)
  static func read(_ header: ReplyHeader, _ reader: inout JuteReader) throws(WireError) -> Reply
}

/// A caller that is suspended until its answer comes.
///
/// It holds nothing that has to be counted or copied with care, so that thousands of them cost no
/// more than their bytes: the continuation is kept without the type of its answer, which the
/// function beside it knows.
///
/// The task outlives its record, because a task that is suspended lives until it is resumed, and
/// resuming it takes the record out first.
@safe
struct Waiter: Sendable {
  /// Resumes the caller with a failure, or with what a frame says.
  typealias Finish = @Sendable (ErasedContinuation?, CallFailure?, ReplyHeader, RawSpan) -> Void

  /// Nil for one who is told by a call.
  private let continuation: ErasedContinuation?
  private let finish: Finish
  private let task: ErasedTask
  /// When it was submitted.
  let beginning: MonotonicInstant

  @inline(__always)
  init<Reader: AnswerReader>(
    _ continuation: CallContinuation<Settled<Reader.Reply>>, readBy reader: Reader.Type,
    at beginning: MonotonicInstant
  ) {
    unsafe self.continuation = ErasedContinuation(
      bits: unsafeBitCast(continuation, to: CallContinuation<Never>.self))
    finish = { erased, failure, header, body in
      if let erased { Waiter.finish(erased, failure, header, body, reader) }
    }
    unsafe task = ErasedTask(current: withUnsafeCurrentTask { unsafe $0 })
    self.beginning = beginning
  }

  /// Somebody who is told on the loop, and is no task that could be cancelled.
  init<Reader: AnswerReader>(
    telling tell: @escaping @Sendable (Settled<Reader.Reply>) -> Void, readBy reader: Reader.Type,
    at beginning: MonotonicInstant
  ) {
    continuation = nil
    finish = { _, failure, header, body in
      tell(failure.map { .failed($0) } ?? Waiter.settled(header, body, reader))
    }
    unsafe task = ErasedTask(current: nil)
    self.beginning = beginning
  }

  var isCancelled: Bool { unsafe task.current?.isCancelled ?? false }

  /// Resumes the caller with what a frame says after its header.
  func resume(_ header: ReplyHeader, _ body: RawSpan) {
    finish(continuation, nil, header, body)
  }

  func resume(_ failure: CallFailure) {
    finish(
      continuation, failure, ReplyHeader(xid: .notification, zxid: .zero), [UInt8]().span.raw)
  }

  private static func finish<Reader: AnswerReader>(
    _ erased: ErasedContinuation, _ failure: CallFailure?, _ header: ReplyHeader, _ body: RawSpan,
    _ reader: Reader.Type
  ) {
    let continuation = unsafe unsafeBitCast(
      erased.bits, to: CallContinuation<Settled<Reader.Reply>>.self)
    if let failure {
      unsafe continuation.resume(returning: .failed(failure))
    } else {
      unsafe continuation.resume(returning: settled(header, body, reader))
    }
  }

  private static func settled<Reader: AnswerReader>(
    _ header: ReplyHeader, _ body: RawSpan, _ reader: Reader.Type
  ) -> Settled<Reader.Reply> {
    if header.error != .ok { return .refused(header.error) }
    var cursor = JuteReader(body)
    do throws(WireError) {
      return .reply(try Reader.read(header, &cursor))
    } catch {
      let reason = CallFailure.Reason.malformedReply("\(error)")
      return .failed(CallFailure(reason, mayHaveHappened: true))
    }
  }
}

/// A continuation is one pointer, whatever it is to be resumed with.
typealias CallContinuation<Value: Sendable> = UnsafeContinuation<Value, Never>

// Unchecked, because what is inside is handed from the caller's thread to the loop's, and touched
// by one of them at a time.
@safe
struct ErasedContinuation: @unchecked Sendable {
  fileprivate let bits: CallContinuation<Never>

  fileprivate init(bits: CallContinuation<Never>) {
    unsafe self.bits = bits
  }
}

@safe
private struct ErasedTask: @unchecked Sendable {
  let current: UnsafeCurrentTask?

  init(current: UnsafeCurrentTask?) {
    unsafe self.current = current
  }
}
