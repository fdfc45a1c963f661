import PeerSupport
import Testing
import ZooKeeperModel

@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct HandshakeTests {
  @Test("a client that does not send the read-only field is not sent it either")
  func readOnlyField() throws {
    for reference in try Peers.references() {
      let server = try ApacheServer(reference)
      #expect(try RawClient(to: server, readOnly: nil).greeting.readOnly == nil)
      #expect(try RawClient(to: server, readOnly: false).greeting.readOnly == false)
      #expect(try RawClient(to: server, readOnly: true).greeting.readOnly == false)
    }
  }

  @Test("a session is resumed with its password, and refused with timeout zero without")
  func resuming() throws {
    for reference in try Peers.references() {
      let server = try ApacheServer(reference)
      let first = try RawClient(to: server).greeting
      #expect(first.sessionID.rawValue != 0 && first.password?.count == 16)
      let second = try RawClient(to: server, resuming: first).greeting
      #expect(second == first)
      let refused = try RawClient(to: server, resuming: first, password: Secret("wrong")).greeting
      #expect(refused.timeoutMilliseconds == 0)
      #expect(refused.sessionID.rawValue == 0)
    }
  }
}
