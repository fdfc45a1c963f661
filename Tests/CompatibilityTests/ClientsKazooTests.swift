import PeerSupport
import Testing

@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct ClientsKazooTests {
  @Test(
    "kazoo finds what it expects of a ZooKeeper",
    arguments: ClientProgramSubject.chosen,
    ["kazoo_nodes.py", "kazoo_watches.py", "kazoo_recipes.py", "kazoo_sessions.py"])
  func kazoo(_ subject: ClientProgramSubject, _ script: String) throws {
    let program = ClientProgram([try Peers.pythonWithKazoo(), ClientProgram.folder + script])
    #expect(try !program.play(on: subject.startServer()).isEmpty)
  }
}
