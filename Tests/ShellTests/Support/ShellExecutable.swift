import Foundation
import PeerSupport

/// The program `zkcli`, which SwiftPM puts beside the tests of its package.
enum ShellExecutable {
  static func path() throws -> String {
    let folder = Bundle.main.executableURL?.deletingLastPathComponent()
    guard let path = folder?.appending(path: "zkcli").path(),
      FileManager.default.isExecutableFile(atPath: path)
    else { throw PeerFailure.broken("zkcli was not built", output: "") }
    return path
  }
}
