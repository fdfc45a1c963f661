import Foundation

/// What was recorded of Apache for these tests.
enum Golden {
  /// The lines of a file, without its comments.
  static func lines(of name: String) throws -> [Substring] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/\(name).golden")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
  }
}
