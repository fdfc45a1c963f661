import Foundation
import PeerSupport

/// A program that contends by a library's recipes, until it is told to leave.
///
/// Its arguments are its task. On its standard output it says in lines what happens to it; on its
/// standard input it hears what it is to do.
struct ContenderProgram: Sendable {
  let commandLine: [String]
  /// What was compiled for the program disappears with it.
  private let build: CuratorBuild?

  private static let folder = URL(filePath: ClientProgram.folder)
    .deletingLastPathComponent().appending(path: "contenders/").path()

  /// Ours. SwiftPM puts the programs of a package beside its tests.
  static func ours() throws -> ContenderProgram {
    let folder = Bundle.main.executableURL?.deletingLastPathComponent()
    guard let path = folder?.appending(path: "zkcontend").path(),
      FileManager.default.isExecutableFile(atPath: path)
    else { throw PeerFailure.broken("zkcontend was not built", output: "") }
    return ContenderProgram(commandLine: [path], build: nil)
  }

  static func curator() throws -> ContenderProgram {
    let build = try CuratorBuild(of: folder)
    return ContenderProgram(commandLine: try build.java("CuratorContender"), build: build)
  }

  static func kazoo() throws -> ContenderProgram {
    let script = folder + "kazoo_contender.py"
    return ContenderProgram(commandLine: [try Peers.pythonWithKazoo(), script], build: nil)
  }
}
