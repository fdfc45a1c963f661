import Foundation
package import PeerSupport

/// A client's session script, ready to run.
package struct Script {
  let name: String
  let scenes: [Scene]
  /// To be followed by the scene, the proxy's address and the server's own.
  let commandLine: (Scene) throws -> [String]
}

/// A client that has a script in `Tests/Peers`.
package struct ScriptedPeer: Sendable {
  package let name: String
  package let prepare: @Sendable (ApacheReference) throws -> Script

  init(_ name: String, prepare: @escaping @Sendable (ApacheReference) throws -> Script) {
    self.name = name
    self.prepare = prepare
  }

  package static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Peers").path()

  package static let all = [
    ScriptedPeer("java") { reference in
      let classes = try compileJava(reference)
      let jaas = try classes.write(
        """
        Client {
          org.apache.zookeeper.server.auth.DigestLoginModule required
          username="bob" password="bobsecret";
        };
        Stranger {
          org.apache.zookeeper.server.auth.DigestLoginModule required
          username="bob" password="wrong";
        };
        """, to: "jaas.conf")
      return Script(name: "java", scenes: Scene.allCases) { scene in
        var properties = ["zookeeper.fips-mode": "false"]
        if scene == .sasl { properties["java.security.auth.login.config"] = jaas }
        return try reference.java(
          "JavaSession", classPath: [classes.path], properties: properties)
      }
    },
    ScriptedPeer("kazoo") { _ in
      let python = try Peers.pythonWithKazoo()
      return Script(name: "kazoo", scenes: [.standalone, .sasl, .quorum]) { _ in
        [python, "\(folder)/kazoo_session.py"]
      }
    },
    ScriptedPeer("c") { _ in
      let build = try ScratchDirectory("zookeeper-c-session")
      let program = build.file("c_session")
      _ = try PeerProcess.run([
        try Peers.cCompiler(), "-std=gnu11", "-Wall", "-Werror", "-DTHREADED", "-o", program,
        "\(folder)/c_session.c", "-lzookeeper_mt",
      ])
      return Script(name: "c", scenes: [.standalone, .quorum]) { _ in
        [build.file("c_session")]
      }
    },
  ]

  /// Compiles every Java program of the folder against the reference.
  static func compileJava(_ reference: ApacheReference) throws -> ScratchDirectory {
    let classes = try ScratchDirectory("zookeeper-java-session")
    let sources = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".java") }.sorted().map { "\(folder)/\($0)" }
    _ = try PeerProcess.run(
      [
        try Peers.javaCompiler(), "-Xlint:all,-try,-classfile,-path", "-Werror",
        "-proc:none", "-cp", reference.classPath, "-d", classes.path,
      ] + sources)
    return classes
  }
}
