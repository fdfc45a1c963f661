import CAllocations
import Testing
import ZooKeeperModel
import ZooKeeperWire

/// How often the codec asks for memory. Unlike times, these counts are the same on every machine.
@Suite(.enabled(if: allocations_are_counted() != 0, "a sanitizer counts allocations itself"))
struct AllocationTests {
  private let stat = Stat(ephemeralOwner: SessionID(rawValue: 7), dataLength: 100)
  private let data = [UInt8](repeating: 7, count: 100)
  private let path = "/services/payments/instances/node-000123"

  @Test("a number, a header and a stat are read without memory")
  func fixedRecords() throws {
    #expect(try decoding(stat) == 0)
    #expect(try decoding(ReplyHeader(xid: Xid(rawValue: 1), zxid: .zero)) == 0)
    #expect(try decoding(RequestHeader(xid: Xid(rawValue: 1), operation: .getData)) == 0)
  }

  @Test("data costs one allocation, and none where it is looked at in place")
  func getData() throws {
    #expect(try decoding(DataReply(data: data, stat: stat)) == 1)
    let bytes = encoded(DataReply(data: data, stat: stat))
    var length: Int?
    let calls = try callsOnceWarm {
      var reader = JuteReader(bytes.span.bytes)
      length = try reader.buffer("data")?.byteCount
      _ = try Stat(from: &reader)
    }
    #expect(length == 100)
    #expect(calls == 0)
  }

  @Test("a create costs one for the path, one for the data and one for the list")
  func create() throws {
    let request = CreateRequest(
      path: path, data: data, acl: AccessControl.open.entries, flags: .persistent)
    #expect(try decoding(request) == 3)
  }

  @Test("names of up to 15 bytes cost nothing, longer ones one allocation each")
  func children() throws {
    let short = (0..<1_000).map { "node-\($0)" }
    #expect(try decoding(ChildrenReply(children: short, stat: stat)) == 1)
    let long = (0..<1_000).map { "child-name-\(10_000 + $0)" }
    #expect(try decoding(ChildrenReply(children: long, stat: stat)) == 1_001)
  }

  @Test("an event costs one allocation, for its path")
  func event() throws {
    let event = WatcherEvent(kind: .nodeCreated, state: .connected, path: path)
    #expect(try decoding(event) == 1)
  }

  private var multi: MultiRequest {
    MultiRequest(
      operations: (0..<10).map {
        .setData(SetDataRequest(path: path, data: data, version: Version(rawValue: $0)))
      })
  }

  @Test("a multi of ten costs two for each step, path and data, and five for the growing list")
  func multiple() throws {
    let calls = try decoding(multi)
    #expect(calls == 25)
  }

  @Test("writing into memory at hand costs nothing")
  func writing() {
    var writer = JuteWriter(capacity: 65_536)
    let reply = DataReply(data: data, stat: stat)
    let request = CreateRequest(
      path: path, data: data, acl: AccessControl.open.entries, flags: .persistent)
    let event = WatcherEvent(kind: .nodeCreated, state: .connected, path: path)
    let children = ChildrenReply(children: (0..<1_000).map { "child-name-\($0)" }, stat: stat)
    let calls = callsOnceWarm {
      writer.removeAll()
      reply.encode(to: &writer)
      request.encode(to: &writer)
      event.encode(to: &writer)
      children.encode(to: &writer)
    }
    #expect(calls == 0)
  }

  @Test("writing a multi costs nothing, but for the copies of its steps in a debug build")
  func writingMulti() {
    #if DEBUG
      let copies: UInt64 = 10
    #else
      let copies: UInt64 = 0
    #endif
    var writer = JuteWriter(capacity: 65_536)
    let multi = multi
    let calls = callsOnceWarm {
      writer.removeAll()
      multi.encode(to: &writer)
    }
    #expect(calls == copies)
  }

  @Test("frames that hold as many items as fit make the decoder hold a small multiple of them")
  func fullFrames() throws {
    let size = Limits.frameBytesMax
    let names = [String](repeating: "", count: size / 4 - 10)
    let acl = [ACL](
      repeating: ACL(.all, for: Identity(scheme: "", id: "")), count: size / 12 - 10)
    let delete = MultiOperation.delete(VersionedRequest(path: "", version: .any))
    let requests: [Request] = [
      .setWatches(
        SetWatchesRequest(
          relativeZxid: .zero, dataWatches: names, existWatches: [], childWatches: [])),
      .setACL(SetACLRequest(path: "/", acl: acl, version: .any)),
      .multi(MultiRequest(operations: [MultiOperation](repeating: delete, count: size / 17 - 10))),
    ]
    for request in requests {
      var writer = JuteWriter()
      request.encode(to: &writer)
      let bytes = writer.bytes.copied()
      #expect(bytes.count > size * 9 / 10 && bytes.count <= size)
      allocations_start_counting()
      var reader = JuteReader(bytes.span.bytes)
      let decoded = try Request(request.operation, from: &reader)
      let peak = Int(allocations_counted().bytes_peak)
      #expect(peak <= MutationTests.allocatedBytesPerByteMax * bytes.count)
      #expect(decoded == request)
    }
  }

  @Test("a reply of many small results is held to the same multiple, also where its list just grew")
  func fullReplies() throws {
    for count in [65_537, 100_000, Limits.frameBytesMax / 9 - 10] {
      let reply = MultiReply(results: [MultiResult](repeating: .delete, count: count))
      let bytes = encoded(reply)
      allocations_start_counting()
      var reader = JuteReader(bytes.span.bytes)
      let decoded = try MultiReply(from: &reader)
      let peak = Int(allocations_counted().bytes_peak)
      #expect(peak <= MutationTests.allocatedBytesPerByteMax * bytes.count, "\(count) results")
      #expect(decoded.results.count == count)
    }
  }

  private func encoded(_ record: some JuteRecord) -> [UInt8] {
    var writer = JuteWriter()
    record.encode(to: &writer)
    return writer.bytes.copied()
  }

  private func decoding<Record: JuteRecord & Equatable>(_ record: Record) throws -> UInt64 {
    let bytes = encoded(record)
    return try callsOnceWarm {
      var reader = JuteReader(bytes.span.bytes)
      _ = try Record(from: &reader)
    }
  }

  /// Counts the second time: on the first the runtime makes the descriptions of generic types.
  private func callsOnceWarm(_ work: () throws -> Void) rethrows -> UInt64 {
    try work()
    allocations_start_counting()
    try work()
    return allocations_counted().calls
  }
}
