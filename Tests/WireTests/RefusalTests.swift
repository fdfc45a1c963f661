import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperWire

/// Malformed bytes, written out by hand, and what the decoder says about each.
@Suite struct RefusalTests {
  private static let header: [UInt8] = [0, 0, 0, 1]

  private func refusal(_ kind: FrameKind, _ bytes: [UInt8]) -> WireError? {
    do throws(WireError) {
      _ = try Frame.decode(kind, bytes)
      return nil
    } catch {
      return error
    }
  }

  private func request(_ operation: OpCode, _ body: [UInt8]) -> WireError? {
    let number = operation.rawValue.bigEndian
    let type = withUnsafeBytes(of: number) { Array($0) }
    return refusal(.request, RefusalTests.header + type + body)
  }

  @Test("a field that is cut off is named, with its place and what is missing")
  func truncated() {
    let error = request(.getData, [0, 0, 0, 9, 0x2F, 0x61])
    #expect(error?.field == "path")
    #expect(error?.offset == 8)
    #expect(error?.reason == .truncated(needed: 9, remaining: 2))
    #expect(
      error?.description == "path at byte 8 needs 9 bytes, but the frame ends after 2")
  }

  @Test("a negative length is refused, unless it is the one that stands for null")
  func negativeLength() {
    #expect(request(.getData, [0xFF, 0xFF, 0xFF, 0xFE])?.reason == .negative(-2))
    #expect(request(.getData, [0xFF, 0xFF, 0xFF, 0xFF])?.reason == .null)
    #expect(request(.sync, [0xFF, 0xFF, 0xFF, 0xFF]) == nil)
  }

  @Test("a length beyond the limit is refused before it is compared with what is there")
  func hugeLength() {
    let error = request(.getData, [0x7F, 0xFF, 0xFF, 0xFF, 0x2F])
    #expect(error?.reason == .tooLong(Int(Int32.max), limit: 2_097_150))
  }

  @Test("a count that cannot be true is refused before room is made")
  func hugeCount() {
    let error = request(.setWatches, [UInt8](repeating: 0, count: 8) + [0x7F, 0, 0, 0, 0, 0])
    #expect(error?.field == "dataWatches")
    #expect(error?.offset == 16)
    #expect(error?.reason == .tooMany(0x7F00_0000, remaining: 2))
    #expect(
      request(.setWatches, [UInt8](repeating: 0, count: 8) + [0xFF, 0xFF, 0xFF, 0xFD])?.reason
        == .negative(-3))
  }

  @Test("each of several fields alike is named by its own name")
  func fieldNames() {
    let zxid = [UInt8](repeating: 0, count: 8)
    let empty: [UInt8] = [0, 0, 0, 0]
    let names = [
      "dataWatches", "existWatches", "childWatches", "persistentWatches",
      "persistentRecursiveWatches",
    ]
    for (count, name) in names.enumerated() {
      let body = zxid + Array(repeatElement(empty, count: count).joined()) + [0]
      #expect(request(.setWatches2, body)?.field == name)
    }
  }

  @Test("any byte but zero means yes, as in Java")
  func bools() throws {
    for byte in [0, 1, 2, 0x80, 0xFF] as [UInt8] {
      let bytes: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1, 0x2F, byte]
      let expected = ReadRequest(path: "/", watch: byte != 0)
      let header = RequestHeader(xid: Xid(rawValue: 1), operation: .getData)
      #expect(try Frame.decode(.request, bytes).frame == .request(header, .getData(expected)))
    }
  }

  @Test("text that is not UTF-8 is refused with the place of its first byte, or repaired if asked")
  func notUTF8() throws {
    let bytes: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 3, 0x2F, 0xC3, 0x28]
    let error = refusal(.request, bytes)
    #expect(error?.reason == .notUTF8)
    #expect(error?.offset == 12)
    let (frame, _) = try Frame.decode(.request, bytes, text: .repairing)
    let header = RequestHeader(xid: Xid(rawValue: 1), operation: .sync)
    #expect(frame == .request(header, .sync(SyncRequest(path: "/\u{FFFD}("))))
  }

  @Test("Java's surrogates are read as the character they stand for, and half of a pair is refused")
  func surrogates() throws {
    func sync(_ text: [UInt8]) -> [UInt8] {
      [0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, UInt8(text.count)] + text
    }
    let header = RequestHeader(xid: Xid(rawValue: 1), operation: .sync)
    func path(_ text: String) -> Frame { .request(header, .sync(SyncRequest(path: text))) }
    let high: [UInt8] = [0xED, 0xA0, 0xBD]
    let low: [UInt8] = [0xED, 0xB8, 0x80]
    #expect(try Frame.decode(.request, sync([0x2F] + high + low)).frame == path("/\u{1F600}"))
    for half in [high, low, low + high] {
      #expect(refusal(.request, sync([0x2F] + half))?.reason == .notUTF8)
    }
    // As Java does: one U+FFFD for a half, however many bytes it has.
    let repaired = try Frame.decode(.request, sync([0x2F] + high), text: .repairing).frame
    #expect(repaired == path("/\u{FFFD}"))
  }

  @Test(
    "an operation that nobody may ask for is refused by its number",
    arguments: [-10, -1, 0, 10, 23, 99, 108, Int32.min, Int32.max])
  func unknownOperation(_ number: Int32) {
    let operation = OpCode(rawValue: number)
    #expect(request(operation, [])?.reason == .unknownOperation(operation))
  }

  @Test("a multi holds steps of one kind, and only steps")
  func multi() {
    let check: [UInt8] = [0, 0, 0, 13, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]
    let read: [UInt8] = [0, 0, 0, 4, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0]
    let sync: [UInt8] = [0, 0, 0, 9, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
    let end: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 1, 0xFF, 0xFF, 0xFF, 0xFF]
    #expect(request(.multi, end) == nil)
    #expect(request(.multi, check + check + end) == nil)
    #expect(request(.multiRead, read + read + end) == nil)
    let mixed = request(.multi, check + read + end)
    #expect(mixed?.reason == .mixedSteps)
    #expect(mixed?.offset == 25)
    #expect(request(.multi, sync + end)?.reason == .unexpectedStep(.sync))
    #expect(request(.multi, check)?.field == "multi.type")
  }

  @Test("an error code that nobody knows survives the way there and back")
  func unknownErrorCode() throws {
    let bytes: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0xFF, 0xFF, 0x12, 0x34]
    let (frame, _) = try Frame.decode(.reply(to: .getData), bytes)
    let code = ErrorCode(rawValue: -60_876)
    let zxid = Zxid(rawValue: 2)
    #expect(frame == .reply(ReplyHeader(xid: Xid(rawValue: 1), zxid: zxid, error: code), nil))
    #expect(frame.encoded() == bytes)
    #expect(code.description == "error -60876")
  }
}
