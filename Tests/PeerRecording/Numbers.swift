package import PeerSupport

/// The numbers that Apache gives names.
package enum Numbers {
  package static func record(with reference: ApacheReference) throws -> String {
    let classes = try ScriptedPeer.compileJava(reference)
    let version = try ApacheServer(reference).version()
    let numbers = try PeerProcess.run(reference.java("Numbers", classPath: [classes.path]))
    return "# zookeeper \(version)\n" + numbers
  }
}
