import Foundation
import PeerSupport
import Testing

@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct ClientsCuratorTests {
  @Test(
    "Apache Curator finds what it expects of a ZooKeeper", arguments: ClientProgramSubject.chosen)
  func curator(_ subject: ClientProgramSubject) throws {
    let reference = try ApacheReference.debian()
    let build = try ScratchDirectory("zookeeper-curator-scenarios")
    let sources = try FileManager.default.contentsOfDirectory(atPath: ClientProgram.folder)
      .filter { $0.hasSuffix(".java") }.sorted().map { ClientProgram.folder + $0 }
    let archives = try Self.archives()
    _ = try PeerProcess.run(
      [
        // Old caches are deprecated, and in use.
        try Peers.javaCompiler(), "-Xlint:all,-try,-classfile,-path,-deprecation", "-Werror",
        "-proc:none", "-cp", (archives + [reference.classPath]).joined(separator: ":"),
        "-d", build.path,
      ] + sources)
    let program = ClientProgram(
      try reference.java(
        "CuratorScenarios", classPath: [build.path] + archives,
        properties: ["org.slf4j.simpleLogger.defaultLogLevel": "off"]),
      build: build)
    #expect(try !program.play(on: subject.startServer()).isEmpty)
  }

  private static func archives() throws -> [String] {
    let packages = [
      "client": "libcurator-client-java", "framework": "libcurator-framework-java",
      "recipes": "libcurator-recipes-java", "x-discovery": "libcurator-discovery-java",
    ]
    return try packages.map { name, package in
      let archive = "/usr/share/java/curator-\(name).jar"
      guard FileManager.default.fileExists(atPath: archive) else {
        throw PeerFailure.missing("Apache Curator", package: package)
      }
      return archive
    }
  }
}
