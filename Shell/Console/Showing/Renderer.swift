import ZooKeeper

/// Turns answers into what is written to standard output.
struct Renderer: Sendable {
  /// People read it, and not a program.
  let forTerminal: Bool

  func bytes(of answer: Answer) -> [UInt8] {
    switch answer {
    case .data(let data): forTerminal ? endingLine(readable(data)) : data.bytes
    case .node(let node):
      endingLine(forTerminal ? readable(node.data) : node.data.bytes) + bytes(of: .stat(node.stat))
    case .stat(let stat): Array(stat.block.utf8)
    case .path(let path): Array("\(path)\n".utf8)
    case .children(let names):
      Array(names.map(\.text).sortedByBytes.map { $0 + "\n" }.joined().utf8)
    }
  }

  /// Nothing that a node holds may change the colours of a terminal, or its title.
  private func readable(_ data: Payload) -> [UInt8] {
    if let text = data.text, !text.unicodeScalars.contains(where: \.disturbsTerminals) {
      return data.bytes
    }
    return data.flatMap { byte in
      (0x20...0x7E).contains(byte) ? [byte] : Array("\\x\(byte.twoHexDigits)".utf8)
    }
  }

  private func endingLine(_ bytes: [UInt8]) -> [UInt8] {
    bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")]
  }
}

extension [String] {
  /// In the order of their bytes, which is the same everywhere.
  fileprivate var sortedByBytes: [String] {
    sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Unicode.Scalar {
  /// Whether it is a control character that does more than to end a line or to leave a gap.
  fileprivate var disturbsTerminals: Bool {
    properties.generalCategory == .control && self != "\n" && self != "\t"
  }
}

extension UInt8 {
  fileprivate var twoHexDigits: String {
    (self < 0x10 ? "0" : "") + String(self, radix: 16)
  }
}
