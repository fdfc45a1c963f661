import Foundation
import PeerRecording
import PeerSupport

/// Records what real clients and real servers say to each other, for `WireTests` and `ModelTests`.
@main
struct ZKRecord {
  static let usage = """
    usage: swift run zkrecord [java] [kazoo] [c] [paths] [numbers]

    Records the golden files of the peers that are named, or of all, with every Apache release that
    is there: Debian's, and the one whose jars are in the folder that ZK39_LIB names.
    Run it in the folder of the package.
    """

  private static let everything: Set<String> = ["java", "kazoo", "c", "paths", "numbers"]

  static func main() {
    do {
      let wanted = CommandLine.arguments.dropFirst()
      guard Set(wanted).isSubset(of: everything),
        FileManager.default.fileExists(atPath: "Tests/Peers")
      else {
        print(usage)
        exit(2)
      }
      try record(wanted.isEmpty ? everything : Set(wanted))
    } catch {
      FileHandle.standardError.write(Data("zkrecord: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func record(_ wanted: Set<String>) throws {
    let references = try Peers.references()
    for reference in references {
      for peer in ScriptedPeer.all where wanted.contains(peer.name) {
        let script = try peer.prepare(reference)
        let golden = try SessionRecorder(script, reference).record()
        try write(golden, to: "Tests/WireTests/Golden/\(peer.name)-\(reference.name).golden")
      }
    }
    if wanted.contains("paths"), let newest = references.last {
      let verdicts = try PathVerdicts.record(with: newest)
      try write(verdicts, to: "Tests/ModelTests/Golden/paths.golden")
    }
    if wanted.contains("numbers"), let newest = references.last {
      let numbers = try Numbers.record(with: newest)
      try write(numbers, to: "Tests/ModelTests/Golden/numbers.golden")
    }
  }

  private static func write(_ text: String, to path: String) throws {
    let file = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    print("\(path): \(text.utf8.count) bytes")
  }
}
