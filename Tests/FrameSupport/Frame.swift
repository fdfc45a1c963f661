package import ZooKeeperModel
package import ZooKeeperWire

/// What a frame holds: told by the direction, the position in the stream and the request answered.
package enum FrameKind: Hashable, CustomStringConvertible {
  case connectRequest
  case connectReply
  case request
  case reply(to: OpCode)
  case event

  package var description: String {
    switch self {
    case .connectRequest: "ConnectRequest"
    case .connectReply: "ConnectResponse"
    case .request: "request"
    case .reply(let operation): "reply to \(operation)"
    case .event: "WatcherEvent"
    }
  }
}

extension FrameKind {
  /// Every kind of frame there is.
  package static let all: [FrameKind] =
    [.connectRequest, .connectReply, .request, .event]
    + FrameGenerator.operations.map { .reply(to: $0) }
}

/// A frame in words.
package enum Frame: Hashable {
  case connectRequest(ConnectRequest)
  case connectReply(ConnectReply)
  case request(RequestHeader, Request)
  /// Without a body where the header carries an error.
  case reply(ReplyHeader, Reply?)
  case event(ReplyHeader, WatcherEvent)

  /// Decodes a frame; also tells how many bytes were left over.
  package static func decode(
    _ kind: FrameKind, _ bytes: [UInt8], text: JuteReader.TextRule = .strict
  ) throws(WireError) -> (frame: Frame, unread: Int) {
    var reader = JuteReader(bytes.span.bytes, text: text)
    let frame = try decode(kind, from: &reader)
    return (frame, reader.remaining)
  }

  @_lifetime(reader: copy reader)
  private static func decode(
    _ kind: FrameKind, from reader: inout JuteReader
  ) throws(WireError) -> Frame {
    switch kind {
    case .connectRequest: return .connectRequest(try ConnectRequest(from: &reader))
    case .connectReply: return .connectReply(try ConnectReply(from: &reader))
    case .request:
      let header = try RequestHeader(from: &reader)
      return .request(header, try Request(header.operation, from: &reader))
    case .reply(let operation):
      let header = try ReplyHeader(from: &reader)
      // Only a refused SASL step may carry a body behind an error.
      let hasBody = header.error == .ok || (operation == .sasl && reader.remaining > 0)
      guard hasBody else { return .reply(header, nil) }
      return .reply(header, try Reply(to: operation, from: &reader))
    case .event:
      let header = try ReplyHeader(from: &reader)
      return .event(header, try WatcherEvent(from: &reader))
    }
  }

  package func encoded() -> [UInt8] {
    var writer = JuteWriter()
    encode(to: &writer)
    return writer.bytes.copied()
  }

  package func encode(to writer: inout JuteWriter) {
    switch self {
    case .connectRequest(let body): body.encode(to: &writer)
    case .connectReply(let body): body.encode(to: &writer)
    case .request(let header, let body):
      header.encode(to: &writer)
      body.encode(to: &writer)
    case .reply(let header, let body):
      header.encode(to: &writer)
      body?.encode(to: &writer)
    case .event(let header, let body):
      header.encode(to: &writer)
      body.encode(to: &writer)
    }
  }
}
