import Foundation

/// A release of Apache ZooKeeper that is on this machine: what a comparison is made with.
package struct ApacheReference: Sendable {
  /// Major and minor version, as in the names of recorded files.
  package let name: String
  package let classPath: String
  /// System properties without which its logging would fill the standard output.
  let quietLogging: [String: String]

  /// Debian's package.
  package static func debian() throws -> ApacheReference {
    let archive = "/usr/share/java/zookeeper.jar"
    guard FileManager.default.fileExists(atPath: archive) else {
      throw PeerFailure.missing("Apache ZooKeeper 3.8", package: "libzookeeper-java")
    }
    // The archive's manifest names every other one, except the one that writes log lines.
    return ApacheReference(
      name: "3.8", classPath: "\(archive):/usr/share/java/slf4j-simple.jar",
      quietLogging: ["org.slf4j.simpleLogger.defaultLogLevel": "warn"])
  }

  /// The jars in the folder that the environment's ZK39_LIB names, nil when it names none.
  package static func newest() throws -> ApacheReference? {
    let folder = ProcessInfo.processInfo.environment["ZK39_LIB"] ?? ""
    guard !folder.isEmpty else { return nil }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard files.contains(where: { $0.hasPrefix("zookeeper-3.9") }) else {
      throw PeerFailure.broken("ZK39_LIB=\(folder) holds no zookeeper-3.9*.jar", output: "")
    }
    return ApacheReference(
      name: "3.9", classPath: "\(folder)/*", quietLogging: ["log4j2.level": "WARN"])
  }

  /// The command line of a Java program that sees this release, up to the program's arguments.
  package func java(
    _ mainClass: String, classPath added: [String] = [], properties: [String: String] = [:]
  ) throws -> [String] {
    let java = try Peers.executable("java", package: "default-jre-headless")
    let allProperties = quietLogging.merging(properties) { _, given in given }
    return [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
      + allProperties.sorted { $0.key < $1.key }.map { "-D\($0.key)=\($0.value)" }
      + ["-cp", (added + [classPath]).joined(separator: ":"), mainClass]
  }
}
