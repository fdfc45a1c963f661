/// The lines that were typed, in a file that only its owner may read. Several shells add to it.
///
/// Losing it is worth no word: a shell is as useful without.
struct History: Sendable {
  /// What is kept of former sessions.
  static let linesMax = 2_000

  /// A larger file was not written by us, and is left alone.
  private static let fileBytesMax = 64 << 20

  private let path: String?

  /// - Parameter home: the directory of the user; without one nothing is kept.
  init(home: String?) {
    path = home.map { $0 + "/.zkcli_history" }
  }

  /// The lines of former sessions, the oldest first. A file that has grown too long is shortened.
  func load() -> [String] {
    guard let path,
      let bytes = try? InputFile(path).bytes(atMost: Self.fileBytesMax, standardInput: nil)
    else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    let kept = Array(lines.suffix(Self.linesMax))
    if lines.count > 2 * Self.linesMax { write(kept, emptied: true) }
    return kept
  }

  func add(_ line: String) {
    write([line], emptied: false)
  }

  private func write(_ lines: [String], emptied: Bool) {
    guard let path, let file = Descriptor.appendingPrivately(to: path, emptied: emptied) else {
      return
    }
    defer { file.close() }
    try? file.write(Array(lines.map { $0 + "\n" }.joined().utf8))
  }
}
