import FrameSupport
import PeerSupport
import Testing
import ZooKeeperModel
import ZooKeeperWire

/// Where our decoder refuses a body, a real server answers that it could not read it.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct MalformedRequestTests {
  private static let null: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
  private static let path: [UInt8] = [0, 0, 0, 2, 0x2F, 0x61]

  /// Bodies that end too soon, hold impossible lengths, or null where a value must be.
  static let bodies: [(OpCode, [UInt8])] = [
    (.getData, []), (.getData, [0, 0]), (.getData, path), (.getData, [0x7F, 0, 0, 0]),
    (.getData, [0xFF, 0xFF, 0xFF, 0xFE, 0]), (.exists, path), (.getChildren, path),
    (.getChildren2, path), (.setData, path), (.create, path + null), (.create2, path + null),
    (.delete, path), (.setACL, path + null), (.multi, [0, 0, 0, 1]), (.getACL, [0, 0, 0, 9]),
    (.setWatches, [0, 0, 0, 0]), (.addWatch, path), (.checkWatches, path),
    (.removeWatches, path), (.getAllChildrenNumber, [0]), (.exists, null + [0]),
    (.create, null + null + null + [0, 0, 0, 0]),
  ]

  @Test("both refuse the same bodies, and the server goes on serving")
  func refused() throws {
    for reference in try Peers.references() {
      let server = try ApacheServer(reference)
      var client = try RawClient(to: server)
      for (operation, body) in MalformedRequestTests.bodies {
        let label = "\(operation) \(body.hex), \(reference.name)"
        #expect(refuses(operation, body), "\(label)")
        #expect(try client.call(operation, body: body) == .marshallingError, "\(label)")
      }
      #expect(try client.call(.ping).error == .ok)
    }
  }

  private func refuses(_ operation: OpCode, _ body: [UInt8]) -> Bool {
    var reader = JuteReader(body.span.bytes)
    return (try? Request(operation, from: &reader)) == nil
  }
}
