import PeerSupport
import Testing

@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct ClientsCTests {
  @Test(
    "Apache's C client finds what it expects of a ZooKeeper",
    arguments: ClientProgramSubject.chosen)
  func cClient(_ subject: ClientProgramSubject) throws {
    let build = try ScratchDirectory("zookeeper-c-scenarios")
    let executable = build.file("c_scenarios")
    _ = try PeerProcess.run([
      try Peers.cCompiler(), "-std=gnu11", "-Wall", "-Werror", "-DTHREADED", "-o", executable,
      ClientProgram.folder + "c_scenarios.c", "-lzookeeper_mt",
    ])
    let program = ClientProgram([executable], build: build)
    #expect(try !program.play(on: subject.startServer()).isEmpty)
  }
}
