package import ZooKeeperModel

/// Makes up frames of every kind, with a liking for the edges: null, empty, negative, huge.
package struct FrameGenerator {
  var random: RandomSource

  package init(seed: UInt64) {
    random = RandomSource(seed: seed)
  }

  /// Every operation that a client may send.
  package static let operations: [OpCode] = OpCode.names.keys
    .filter { ![.createSession, .error, .notification].contains($0) }
    .sorted { $0.rawValue < $1.rawValue }

  /// One frame of every kind there is.
  package mutating func frames() -> [(kind: FrameKind, frame: Frame)] {
    var frames: [(FrameKind, Frame)] = [
      (.connectRequest, .connectRequest(connectRequest())),
      (.connectReply, .connectReply(connectReply())),
      (.event, .event(replyHeader(.ok), event())),
    ]
    for operation in FrameGenerator.operations {
      let header = RequestHeader(xid: Xid(rawValue: int32()), operation: operation)
      frames.append((.request, .request(header, request(operation))))
      frames.append((.reply(to: operation), .reply(replyHeader(.ok), reply(to: operation))))
      frames.append((.reply(to: operation), .reply(replyHeader(errorCode()), nil)))
    }
    return frames
  }

  mutating func connectRequest() -> ConnectRequest {
    ConnectRequest(
      protocolVersion: int32(), lastZxidSeen: Zxid(rawValue: int64()),
      timeoutMilliseconds: int32(), sessionID: SessionID(rawValue: int64()),
      password: data().map { Secret($0) }, readOnly: pick([nil, false, true]))
  }

  mutating func connectReply() -> ConnectReply {
    ConnectReply(
      protocolVersion: int32(), timeoutMilliseconds: int32(),
      sessionID: SessionID(rawValue: int64()), password: data().map { Secret($0) },
      readOnly: pick([nil, false, true]))
  }

  mutating func event() -> WatcherEvent {
    WatcherEvent(
      kind: WatchEventKind(rawValue: int32()), state: KeeperState(rawValue: int32()),
      path: string())
  }

  private mutating func replyHeader(_ error: ErrorCode) -> ReplyHeader {
    ReplyHeader(xid: Xid(rawValue: int32()), zxid: Zxid(rawValue: int64()), error: error)
  }

  // A code that is not `ok`, known or not.
  private mutating func errorCode() -> ErrorCode {
    ErrorCode(rawValue: int32() | 1)
  }
}

// The leaves.
extension FrameGenerator {
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  mutating func int32() -> Int32 {
    pick([0, 1, -1, .min, .max, Int32(truncatingIfNeeded: random.next())])
  }

  mutating func int64() -> Int64 {
    pick([0, 1, -1, .min, .max, Int64(bitPattern: random.next())])
  }

  mutating func data() -> [UInt8]? {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: nil
    case 1: []
    default: bytes(count: Int.random(in: 1..<80, using: &random))
    }
  }

  private mutating func bytes(count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  mutating func string() -> String {
    pick([
      "", "/", "/a", "/services/payments/instances/node-000123", "/café/日本語", "/lock--000000005",
      "e\u{301}", "\u{0}", "😀", String(repeating: "x", count: 300),
    ])
  }

  mutating func optionalString() -> String? {
    pick([nil, string()])
  }

  mutating func strings() -> [String]? {
    guard Bool.random(using: &random) || Bool.random(using: &random) else { return nil }
    return (0..<Int.random(in: 0..<6, using: &random)).map { _ in string() }
  }

  mutating func acl() -> [ACL]? {
    guard Bool.random(using: &random) || Bool.random(using: &random) else { return nil }
    return (0..<Int.random(in: 0..<4, using: &random)).map { _ in
      ACL(Permissions(rawValue: int32()), for: Identity(scheme: string(), sentID: optionalString()))
    }
  }

  mutating func version() -> Version {
    Version(rawValue: int32())
  }

  mutating func stat() -> Stat {
    Stat(
      czxid: Zxid(rawValue: int64()), mzxid: Zxid(rawValue: int64()),
      pzxid: Zxid(rawValue: int64()), ctime: Timestamp(millisecondsSinceEpoch: int64()),
      mtime: Timestamp(millisecondsSinceEpoch: int64()),
      ephemeralOwner: SessionID(rawValue: int64()), version: version(), cversion: version(),
      aversion: version(), dataLength: int32(), numChildren: int32())
  }
}
