package import PeerSupport

/// What Apache thinks of paths: its client's validation, and its server operation by operation.
package enum PathVerdicts {
  package static func record(with reference: ApacheReference) throws -> String {
    let classes = try ScriptedPeer.compileJava(reference)
    let client = try PeerProcess.run(
      reference.java("PathVerdicts", classPath: [classes.path]))
    let server = try Scene.standalone.startServer(reference)
    let answers = try PeerProcess.run([
      try Peers.pythonWithKazoo(), "\(ScriptedPeer.folder)/raw_paths.py",
      "127.0.0.1:\(server.port)",
    ])
    return """
      # zookeeper \(try server.version())
      # What Apache's client accepts as a path, then as a code unit X of "/aXb" (ranges).
      \(client)
      # The error of the server's reply to each operation with a path sent unchecked: creates add
      # null data and an open ACL; setData, setACL and delete ask for version 99, check for any.
      \(answers)
      """
  }
}
