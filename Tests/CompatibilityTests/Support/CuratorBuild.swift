import Foundation
import PeerSupport

/// Our programs for Apache Curator in one folder, compiled. They disappear with this value.
struct CuratorBuild: Sendable {
  let folder: ScratchDirectory
  private let archives: [String]
  private let reference: ApacheReference

  init(of sources: String = ClientProgram.folder) throws {
    reference = try ApacheReference.debian()
    archives = try Self.curator()
    folder = try ScratchDirectory("zookeeper-curator-programs")
    let files = try FileManager.default.contentsOfDirectory(atPath: sources)
      .filter { $0.hasSuffix(".java") }.sorted().map { sources + $0 }
    _ = try PeerProcess.run(
      [
        // Old caches are deprecated, and in use.
        try Peers.javaCompiler(), "-Xlint:all,-try,-classfile,-path,-deprecation", "-Werror",
        "-proc:none", "-cp", (archives + [reference.classPath]).joined(separator: ":"),
        "-d", folder.path,
      ] + files)
  }

  /// The beginning of a command line that runs a program.
  func java(_ program: String) throws -> [String] {
    try reference.java(
      program, classPath: [folder.path] + archives,
      properties: ["org.slf4j.simpleLogger.defaultLogLevel": "off"])
  }

  private static func curator() throws -> [String] {
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
