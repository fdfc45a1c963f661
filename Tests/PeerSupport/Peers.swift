import Foundation

/// What of the foreign world is on this machine.
package enum Peers {
  /// Whether a missing peer is a failure, as in `make test`.
  package static var areRequired: Bool {
    ProcessInfo.processInfo.environment["HOUSE_PEERS"] == "1"
  }

  /// Every Apache release to compare with, the oldest first.
  package static func references() throws -> [ApacheReference] {
    [try ApacheReference.debian()] + (try ApacheReference.newest().map { [$0] } ?? [])
  }

  package static func javaCompiler() throws -> String {
    try executable("javac", package: "default-jdk-headless")
  }

  package static func cCompiler() throws -> String {
    guard FileManager.default.fileExists(atPath: "/usr/include/zookeeper/zookeeper.h") else {
      throw PeerFailure.missing("Apache's C client", package: "libzookeeper-mt-dev")
    }
    return try executable("gcc", package: "gcc")
  }

  /// Debian's Python, because only that one has Debian's kazoo.
  package static func pythonWithKazoo() throws -> String {
    let modules = [("kazoo", "python3-kazoo"), ("puresasl", "python3-pure-sasl")]
    for (module, package) in modules
    where !FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/\(module)") {
      throw PeerFailure.missing(module, package: package)
    }
    return "/usr/bin/python3"
  }

  package static func executable(_ name: String, package debianPackage: String) throws -> String {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let candidates = folders.map { "\($0)/\(name)" }
    guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw PeerFailure.missing(name, package: debianPackage)
    }
    return path
  }
}
