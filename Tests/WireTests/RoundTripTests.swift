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

  @Test("null and empty are two things in requests")
  func nullAndEmptyInRequests() throws {
    let pairs: [(Request, Request)] = [
      (create(nil, []), create([], [])), (create([], nil), create([], [])),
      (
        .getEphemerals(EphemeralsRequest(prefix: nil)),
        .getEphemerals(EphemeralsRequest(prefix: ""))
      ),
      (auth(nil), auth(Secret(""))),
      (reconfig(nil), reconfig("")),
      (watches(nil), watches([])),
    ]
    for (null, empty) in pairs {
      #expect(null != empty)
      for request in [null, empty] {
        let header = RequestHeader(xid: Xid(rawValue: 1), operation: request.operation)
        let frame = Frame.request(header, request)
        #expect(try Frame.decode(.request, frame.encoded()).frame == frame)
      }
    }
  }

  private func create(_ data: [UInt8]?, _ acl: [ACL]?) -> Request {
    .create(CreateRequest(path: "/", data: data, acl: acl, flags: .persistent))
  }

  private func auth(_ credential: Secret?) -> Request {
    .auth(AuthRequest(scheme: "digest", credential: credential))
  }

  private func reconfig(_ members: String?) -> Request {
    .reconfig(
      ReconfigRequest(
        joiningServers: nil, leavingServers: "", newMembers: members, currentConfigID: -1))
  }

  private func watches(_ paths: [String]?) -> Request {
    let oneShot = SetWatchesRequest(
      relativeZxid: .zero, dataWatches: paths, existWatches: [], childWatches: nil)
    return .setWatches2(
      SetWatches2Request(
        oneShot: oneShot, persistentWatches: nil, persistentRecursiveWatches: paths))
  }

  @Test("null and empty are two things in replies")
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
