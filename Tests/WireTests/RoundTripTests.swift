import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperWire

@Suite struct RoundTripTests {
  @Test("what is written is read again, to the last byte, whatever it is")
  func everyFrame() throws {
    for seed in Seeds.each(upTo: 1_000) {
      var generator = FrameGenerator(seed: seed)
      for (kind, frame) in generator.frames() {
        let bytes = frame.encoded()
        let (read, unread) = try Frame.decode(kind, bytes)
        #expect(read == frame, Seeds.repeating(seed, "RoundTripTests"))
        #expect(unread == 0, Seeds.repeating(seed, "RoundTripTests"))
        #expect(read.encoded() == bytes, Seeds.repeating(seed, "RoundTripTests"))
      }
    }
  }

  @Test("the same seed makes the same frames")
  func seeds() {
    var one = FrameGenerator(seed: 7)
    var same = FrameGenerator(seed: 7)
    var other = FrameGenerator(seed: 8)
    let frames = one.frames().map(\.frame)
    #expect(frames == same.frames().map(\.frame))
    #expect(frames != other.frames().map(\.frame))
  }

  @Test("null and empty are two things in every field that can be either")
  func nullAndEmpty() throws {
    let stat = Stat()
    let pairs: [(FrameKind, Reply, Reply)] = [
      (.reply(to: .getData), data(nil, stat), data([], stat)),
      (.reply(to: .getChildren), .children(nil), .children([])),
      (.reply(to: .getEphemerals), .ephemerals(nil), .ephemerals([])),
      (.reply(to: .whoAmI), .identities(nil), .identities([])),
      (.reply(to: .sync), .synced(nil), .synced("")),
      (.reply(to: .sasl), sasl(nil), sasl([])),
      (
        .reply(to: .getACL), .acl(ACLReply(acl: nil, stat: stat)),
        .acl(ACLReply(acl: [], stat: stat))
      ),
    ]
    for (kind, null, empty) in pairs {
      for reply in [null, empty] {
        let frame = Frame.reply(ReplyHeader(xid: Xid(rawValue: 1), zxid: .zero), reply)
        #expect(try Frame.decode(kind, frame.encoded()).frame == frame)
      }
      #expect(null != empty)
    }
  }

  private func data(_ data: [UInt8]?, _ stat: Stat) -> Reply {
    .data(DataReply(data: data, stat: stat))
  }

  private func sasl(_ token: [UInt8]?) -> Reply {
    .sasl(SASLToken(token: token.map { Secret($0) }))
  }
}
