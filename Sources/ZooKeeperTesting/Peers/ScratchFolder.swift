import ZooKeeperLog
import ZooKeeperWire

/// A temporary folder that disappears together with the last reference to it.
final class ScratchFolder: Sendable {
  private let path: String

  init(_ purpose: String) throws(TestingFailure) {
    path = try Posix.temporaryFolder(purpose)
  }

  deinit {
    Self.remove(path)
  }

  /// What cannot be removed is left to the system's own cleaning of its temporary folder.
  private static func remove(_ path: String) {
    if Posix.remove(path) { return }
    for name in (try? FileStorage().list(path)) ?? [] { remove("\(path)/\(name)") }
    _ = Posix.remove(path)
  }

  func file(_ name: String) -> String {
    "\(path)/\(name)"
  }

  /// Writes a file, and the folders on the way to it.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = file(name)
    if let slash = file.lastIndex(of: "/") {
      try FileStorage().createDirectory(String(file[..<slash]))
    }
    try FileStorage().create(file).write(Array(text.utf8).span.raw, at: 0)
    return file
  }

  /// The end of a log, for an error message.
  func tail(of name: String) -> String {
    let bytesMax = 4096
    var bytes: [UInt8] = []
    guard let file = try? FileStorage().open(file(name)), let size = try? file.size(),
      (try? file.read(at: max(0, size - bytesMax), atMost: bytesMax, appendingTo: &bytes)) != nil
    else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
