import PeerSupport
import Testing
import ZooKeeperModel

/// What requests are answered that no proper client sends.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DifferentialMalformedTests {
  private static let null: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
  private static let zero: [UInt8] = [0, 0, 0, 0]
  /// A list with one entry that allows everybody everything.
  private static let open: [UInt8] =
    [0, 0, 0, 1, 0, 0, 0, 31] + [0, 0, 0, 5] + Array("world".utf8) + [0, 0, 0, 6]
    + Array("anyone".utf8)

  static let bodies: [(OpCode, [UInt8])] = [
    (.setData, null + null + null), (.setACL, null + open + null), (.delete, null + null),
    (.create, null + null + open + zero), (.create2, null + null + open + zero),
    (.getData, null + [0]), (.exists, null + [0]), (.getChildren, null + [0]),
    (.getChildren2, null + [0]), (.getACL, null), (.getAllChildrenNumber, null),
  ]

  @Test("a null path is a bad argument to those who look at paths, and unreadable to others")
  func nullPaths() throws {
    for reference in try Peers.references() {
      let server = try ApacheServer(reference, DifferentialTests.configuration)
      var client = try RawClient(to: server)
      var machine = MachinePeer()
      _ = machine.connect(0, ConnectRequest.new)
      for (operation, body) in DifferentialMalformedTests.bodies {
        let error = try client.call(operation, body: body)
        let answer = machine.callMalformed(0, operation, isNullPath: true)
        #expect(answer?.header.error == error, "\(operation), \(reference.name)")
        #expect(
          answer?.header.zxid == client.lastHeader.zxid, "\(operation), \(reference.name)")
      }
    }
  }

  static let foreign: [(OpCode, [UInt8])] = [
    (OpCode(rawValue: 99), []), (.notification, []), (.error, []),
    (.check, [0, 0, 0, 1] + Array("/".utf8) + null),
  ]

  @Test("what a client may not ask is answered alike, and the connection closes or stays alike")
  func foreignOperations() throws {
    for reference in try Peers.references() {
      let known = KnownDifference.all(of: reference.name)
      let theirs = try ApacheServer(reference, DifferentialTests.configuration)
      let ours = try BundledServer(DifferentialTests.configuration)
      for (operation, body) in DifferentialMalformedTests.foreign {
        if operation == .check && known.contains(.bareCheck) { continue }
        let expected = try Outcome(of: operation, body, on: theirs)
        let found = try Outcome(of: operation, body, on: ours)
        #expect(found == expected, "\(operation) \(body), \(reference.name)")
      }
    }
  }

  /// What a client sees that has just come, asks for one thing, and then whether it may stay.
  private struct Outcome: Equatable {
    var error: ErrorCode?
    /// How far the answer is behind the session's beginning; nil where no transaction is named.
    var zxid: Zxid?
    var staysOpen = false

    init(of operation: OpCode, _ body: [UInt8], on server: any ClientProgramServer) throws {
      var client = try RawClient(to: server)
      _ = try client.call(.ping)
      let began = client.lastHeader.zxid.rawValue
      do {
        error = try client.call(operation, body: body)
        let zxid = client.lastHeader.zxid
        self.zxid = zxid.rawValue > 0 ? Zxid(rawValue: zxid.rawValue - began) : zxid
        // Apache's NIO sends what stands in line behind its decision to hang up in the same
        // write, before it hangs up: one ping may still be answered, a second one never.
        _ = try client.call(.ping)
        _ = try client.call(.ping)
        staysOpen = true
      } catch RawClient.Failure.closed {
        return
      }
    }
  }
}

extension ConnectRequest {
  /// Asks for a new session.
  static var new: ConnectRequest {
    ConnectRequest(
      lastZxidSeen: .zero, timeoutMilliseconds: 20_000, sessionID: .none, password: nil,
      readOnly: false)
  }
}
