import ZooKeeperModel
import ZooKeeperWire

/// The records that `zkbench codec` measures.
struct CodecSample {
  var name: String
  var byteCount: Int
  /// Large records are repeated less often.
  var calls: Int
  var encode: (Int) -> Void
  var decode: (Int) -> Void
}

enum CodecSamples {
  static let stat = Stat(
    czxid: Zxid(rawValue: 2), mzxid: Zxid(rawValue: 3), pzxid: Zxid(rawValue: 2),
    ctime: Timestamp(millisecondsSinceEpoch: 1_700_000_000_000),
    mtime: Timestamp(millisecondsSinceEpoch: 1_700_000_000_001), dataLength: 100)

  static let dataReply = DataReply(data: [UInt8](repeating: 7, count: 100), stat: stat)

  static let createRequest = CreateRequest(
    path: "/services/payments/instances/node-000123", data: [UInt8](repeating: 7, count: 100),
    acl: AccessControl.open.entries, flags: .persistent)

  static var all: [CodecSample] {
    let children = ChildrenReply(
      children: (0..<1_000).map { "child-name-\(10_000 + $0)" }, stat: stat)
    let event = WatcherEvent(
      kind: .nodeDataChanged, state: .connected, path: createRequest.path)
    let multi = MultiRequest(
      operations: (0..<10).map {
        .setData(
          SetDataRequest(
            path: "/services/payments/\($0)", data: [UInt8](repeating: 7, count: 100),
            version: Version(rawValue: $0)))
      })
    return [
      sample("GetDataResponse 100 B", dataReply),
      sample("Create2Request", createRequest),
      sample("GetChildren2Response, 1,000 children", children, calls: 500),
      sample("WatcherEvent", event),
      sample("MultiRequest of 10", multi, calls: 5_000),
    ]
  }

  /// A header and a record as they lie in a frame.
  static func frame(header: ReplyHeader, _ record: some JuteRecord) -> [UInt8] {
    var writer = JuteWriter()
    header.encode(to: &writer)
    record.encode(to: &writer)
    return writer.bytes.copied()
  }

  private static func sample<Record: JuteRecord>(
    _ name: String, _ record: Record, calls: Int = 20_000
  ) -> CodecSample {
    let output = Output()
    record.encode(to: &output.writer)
    let bytes = output.writer.bytes.copied()
    return CodecSample(
      name: name, byteCount: bytes.count, calls: calls,
      encode: { times in
        for _ in 0..<times {
          output.writer.removeAll()
          record.encode(to: &output.writer)
        }
      },
      decode: { times in
        for _ in 0..<times {
          var reader = JuteReader(bytes.span.bytes)
          use(try? Record(from: &reader))
        }
      })
  }

  /// A writer that is used again and again, as a connection does.
  private final class Output {
    var writer = JuteWriter(capacity: 4_096)
  }
}
