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
    try inFolder(namedBy: "ZK39_LIB", release: "3.9", quietLogging: ["log4j2.level": "WARN"])
  }

  /// Old releases, the oldest first: those whose folders the environment's ZK34_LIB and ZK36_LIB
  /// name. The logging of their time says nothing unless somebody tells it where.
  package static func old() throws -> [ApacheReference] {
    try [("ZK34_LIB", "3.4"), ("ZK36_LIB", "3.6")].compactMap { variable, release in
      try inFolder(namedBy: variable, release: release, quietLogging: [:])
    }
  }

  private static func inFolder(
    namedBy variable: String, release: String, quietLogging: [String: String]
  ) throws -> ApacheReference? {
    let folder = ProcessInfo.processInfo.environment[variable] ?? ""
    guard !folder.isEmpty else { return nil }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard files.contains(where: { $0.hasPrefix("zookeeper-\(release).") }) else {
      throw PeerFailure.broken(
        "\(variable)=\(folder) holds no zookeeper-\(release).*.jar", output: "")
    }
    return ApacheReference(
      name: release, classPath: "\(folder)/*", quietLogging: quietLogging)
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
