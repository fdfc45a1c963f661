import Testing
import ZooKeeperModel
import ZooKeeperWire

@testable import ZooKeeperSession

/// Bytes that no honest server sends: the machine takes them for what they are or leaves the
/// server, and whoever waits for an answer hears of one end and no second.
@Suite struct HostileTests {
  private static let histories: UInt64 = 2_000

  @Test("a greeting that ends early is none")
  func shortGreetings() {
    let greeting = Self.bytes { Self.greeting.encode(to: &$0) }
    // Old servers leave the last byte out, which says whether they are read-only.
    for count in 0..<greeting.count - 1 {
      var script = Script([.a, .b])
      script.start()
      script.resolve()
      script.connect()
      script.receive { $0.buffer.append(greeting.span.bytes.extracting(..<count)) }
      let text = script.take()
      #expect(text.hasSuffix("disconnect: protocolViolation\n  resolve b"), "\(count): \(text)")
    }
  }

  @Test("whatever greets, the machine goes on")
  func damagedGreetings() {
    let greeting = Self.bytes { Self.greeting.encode(to: &$0) }
    for seed in 0..<Self.histories {
      var random = RandomSource(seed: seed)
      var script = Script([.a, .b])
      script.start()
      script.submit(Self.get, deadline: .seconds(10))
      script.resolve()
      script.connect()
      script.receive { $0.damaged(greeting, &random) }
      script.lose()
      script.wait(.seconds(30))
      expectOneEnd(of: [1], in: &script, seed)
    }
  }

  @Test("whatever answers, every call ends once")
  func damagedReplies() {
    for seed in 0..<Self.histories {
      var random = RandomSource(seed: seed)
      var script = Script.live([.a, .b])
      script.submit(Self.get, deadline: .seconds(10))
      script.submit(Self.set, deadline: .seconds(10))
      _ = script.take()
      for number in 1...2 as ClosedRange<Int32> {
        let reply = Self.bytes { writer in
          ReplyHeader(xid: Xid(rawValue: number), zxid: Zxid(rawValue: 5)).encode(to: &writer)
          writer.int64(0)
        }
        script.receive { $0.damaged(reply, &random) }
      }
      script.wait(.seconds(30))
      expectOneEnd(of: [1, 2], in: &script, seed)
    }
  }

  private func expectOneEnd(of calls: [Int], in script: inout Script, _ seed: UInt64) {
    let lines = script.take().split(separator: "\n")
    for call in calls {
      let ends = lines.filter {
        $0.hasPrefix("  call \(call):") || $0.hasPrefix("  call \(call) fails")
      }
      #expect(ends.count == 1, "call \(call), seed \(seed): \(ends)")
    }
    #expect(!script.machine.hasEnded)
  }

  private static let get = Request.getData(ReadRequest(path: "/a", watch: false))
  private static let set = Request.setData(
    SetDataRequest(path: "/a", data: nil, version: .any))

  private static let greeting = ConnectReply(
    timeoutMilliseconds: 9_000, sessionID: SessionID(rawValue: 0xA),
    password: Secret("0123456789abcdef"), readOnly: false)

  private static func bytes(_ write: (inout JuteWriter) -> Void) -> [UInt8] {
    var writer = JuteWriter()
    write(&writer)
    return writer.bytes.copied()
  }
}

extension JuteWriter {
  /// Writes bytes of which one to three are others, and which may end early.
  fileprivate mutating func damaged(_ bytes: [UInt8], _ random: inout RandomSource) {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
    }
    let isWhole = Bool.random(using: &random)
    let count = isWhole ? bytes.count : Int.random(in: 0..<bytes.count, using: &random)
    buffer.append(bytes.span.bytes.extracting(..<count))
  }
}
