import Testing
import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

@testable import ZooKeeper

/// Answers that no honest server gives: a caller hears that they make no sense, and nothing breaks.
@Suite struct HostileAnswerTests {
  private static let stat = Stat(
    czxid: Zxid(rawValue: 1), mzxid: Zxid(rawValue: 2), dataLength: 3, numChildren: 4)

  @Test("one that ends early makes no sense, and one that is damaged does no harm")
  func everyReader() {
    check(Reads<Stat>.self) { Self.stat.encode(to: &$0) }
    check(ReadsNode.self) { DataReply(data: [1, 2, 3], stat: Self.stat).encode(to: &$0) }
    check(ReadsChildren.self) {
      ChildrenReply(children: ["a", "bc"], stat: Self.stat).encode(to: &$0)
    }
    check(Reads<CreateReply>.self) { CreateReply(path: "/a", stat: Self.stat).encode(to: &$0) }
    check(ReadsCreatedPath.self) { $0.string("/a") }
    check(ReadsCount.self) { $0.int32(7) }
    check(ReadsPaths.self) { $0.strings(["/a", "/b"]) }
    check(ReadsMulti.self) {
      MultiReply(results: [
        .create(path: "/a"), .setData(Self.stat), .delete, .check, .error(.noNode),
        .getData(DataReply(data: [1], stat: Self.stat)), .getChildren(["a"]),
      ]).encode(to: &$0)
    }
  }

  private func check<Reader: AnswerReader>(
    _ reader: Reader.Type, _ write: (inout JuteWriter) -> Void
  ) {
    var writer = JuteWriter()
    write(&writer)
    let body = writer.bytes.copied()
    #expect(settled(reader, body) == .answered, "\(reader)")
    for count in body.indices {
      #expect(settled(reader, Array(body[..<count])) == .senseless, "\(reader), \(count) bytes")
    }
    for index in body.indices {
      for byte in [0x00, 0x7F, 0x80, 0xFF] as [UInt8] {
        var damaged = body
        damaged[index] = byte
        #expect(settled(reader, damaged) != .untold, "\(reader), \(byte) at \(index)")
      }
    }
  }

  private enum Told {
    case untold
    case answered
    case senseless
  }

  private func settled<Reader: AnswerReader>(_ reader: Reader.Type, _ body: [UInt8]) -> Told {
    let told = LatestValue(Told.untold)
    let waiter = Waiter(
      telling: { (settled: Settled<Reader.Reply>) in
        if case .failed(let failure) = settled, case .malformedReply = failure.reason {
          told.set(.senseless)
        } else {
          told.set(.answered)
        }
      }, readBy: reader, at: MonotonicInstant(nanoseconds: 0))
    waiter.resume(ReplyHeader(xid: Xid(rawValue: 1), zxid: .zero), body.span.bytes)
    return told.current
  }
}
