import PeerSupport
import Testing

@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct ClientsCuratorTests {
  @Test(
    "Apache Curator finds what it expects of a ZooKeeper", arguments: ClientProgramSubject.chosen)
  func curator(_ subject: ClientProgramSubject) throws {
    let build = try CuratorBuild()
    let program = ClientProgram(try build.java("CuratorScenarios"), build: build.folder)
    #expect(try !program.play(on: subject.startServer()).isEmpty)
  }
}
