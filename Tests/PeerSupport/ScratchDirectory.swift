import Foundation

/// A temporary directory that disappears together with the last reference to it.
package final class ScratchDirectory: Sendable {
  package let path: String

  package init(_ purpose: String) throws {
    let parent = FileManager.default.temporaryDirectory
    let directory = parent.appendingPathComponent("\(purpose)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.path
  }

  deinit {
    // What cannot be removed is left to the system's own cleaning of its temporary directory.
    try? FileManager.default.removeItem(atPath: path)
  }

  package func file(_ name: String) -> String {
    "\(path)/\(name)"
  }

  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    let path = file(name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }
}
