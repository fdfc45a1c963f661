import FrameSupport
import PeerRecording
import PeerSupport
import Testing

/// The recordings' checks on frames that pass now, from the clients and servers of this machine.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct LiveSessionTests {
  // Apache's Java client takes a compiler: `make record` lets it speak.
  @Test(
    "what clients and servers say to each other today is read as they mean it",
    arguments: [
      "kazoo", "c",
    ])
  func sessions(_ name: String) throws {
    let peer = try #require(ScriptedPeer.all.first { $0.name == name })
    for reference in try Peers.references() {
      let recording = try SessionRecorder(peer.prepare(reference), reference).record()
      var check = GoldenCheck()
      for step in try GoldenFile(parsing: recording).steps {
        check.check(step)
      }
      #expect(check.faults.isEmpty, "\(check.faults.prefix(5).joined(separator: "\n"))")
      #expect(check.frames > 100)
    }
  }
}
