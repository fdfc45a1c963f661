import Foundation

/// The working tree that these tests were built from, read once.
enum Checkout {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent()  // Reading
    .deletingLastPathComponent()  // HouseTests
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()

  private static let reading = Result { try SourceTree(read()) }

  static var tree: SourceTree {
    get throws { try reading.get() }
  }

  /// Git decides what belongs to the project: tracked files, and new ones that it does not ignore.
  private static func read() throws -> [SourceFile] {
    let listing = try Command.run(
      "git", "-C", root.path(percentEncoded: false),
      "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    guard listing.succeeded else { throw Unlisted(reason: listing.output) }
    return listing.output.split(separator: "\0").compactMap { path in
      // A file that git still tracks may be gone from the working tree: then it is no part of it.
      guard let data = try? Data(contentsOf: root.appending(path: String(path))) else { return nil }
      return SourceFile(path: String(path), bytes: Array(data))
    }
  }

  struct Unlisted: Error {
    let reason: String
  }
}
