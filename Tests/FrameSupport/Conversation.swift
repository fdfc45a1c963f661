import ZooKeeperModel
import ZooKeeperWire

/// Follows the frames of one connection: which reply answers which request, and what are events.
package struct Conversation {
  /// A request and its answer, as bytes with what they are to be taken for.
  package struct Exchange {
    package var request: (kind: FrameKind, bytes: [UInt8])
    package var reply: (kind: FrameKind, bytes: [UInt8])?
    fileprivate var xid: Xid?
  }

  /// What the frames taken so far were, in the order of requests.
  package private(set) var exchanges: [Exchange] = []
  package private(set) var events: [[UInt8]] = []
  private var isGreeted = false

  /// Every frame of the step, with what it is to be taken for.
  package var frames: [(kind: FrameKind, bytes: [UInt8])] {
    exchanges.flatMap { [$0.request] + ($0.reply.map { [$0] } ?? []) }
      + events.map { (.event, $0) }
  }

  package struct Unexpected: Error {
    package var frame: [UInt8]
  }

  package init() {}

  /// Forgets what is finished, so that the next step starts afresh.
  package mutating func startStep() {
    exchanges.removeAll()
    events.removeAll()
  }

  package mutating func take(_ frame: RecordedFrame) throws {
    if frame.isFromClient {
      try takeRequest(frame.bytes)
    } else {
      try takeReply(frame.bytes)
    }
  }

  private mutating func takeRequest(_ bytes: [UInt8]) throws {
    guard isGreeted else {
      isGreeted = true
      exchanges.append(Exchange(request: (.connectRequest, bytes), xid: nil))
      return
    }
    var reader = JuteReader(bytes.span.bytes)
    let header = try RequestHeader(from: &reader)
    exchanges.append(Exchange(request: (.request, bytes), xid: header.xid))
  }

  private mutating func takeReply(_ bytes: [UInt8]) throws {
    if let index = exchanges.firstIndex(where: { $0.xid == nil && $0.reply == nil }) {
      exchanges[index].reply = (.connectReply, bytes)
      return
    }
    var reader = JuteReader(bytes.span.bytes)
    let header = try ReplyHeader(from: &reader)
    if header.xid == .notification {
      events.append(bytes)
      return
    }
    // By number and not by order: credentials are answered ahead of requests sent before them.
    guard
      let index = exchanges.firstIndex(where: { $0.xid == header.xid && $0.reply == nil })
    else { throw Unexpected(frame: bytes) }
    let asked = exchanges[index].request.bytes
    var request = JuteReader(asked.span.bytes)
    let operation = try RequestHeader(from: &request).operation
    exchanges[index].reply = (.reply(to: operation), bytes)
  }
}
