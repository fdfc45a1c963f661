/// Frames that went between a real client and a real server, and what the client said about them.
///
/// The format is explained in `Tests/WireTests/Golden/README.md`.
package struct GoldenFile: Sendable {
  /// One thing that a client did.
  package struct Step: Sendable {
    package var line: Int
    package var said: [JSON] = []
    package var frames: [RecordedFrame] = []
  }

  package var steps: [Step] = []

  package init(parsing text: String) throws {
    var step: Step?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.isEmpty {
        if let finished = step { steps.append(finished) }
        step = nil
      } else if line.hasPrefix("@ ") {
        step = step ?? Step(line: index + 1)
        step?.said.append(try JSON(parsing: line.dropFirst(2)))
      } else if !line.hasPrefix("#") {
        step?.frames.append(try RecordedFrame(parsing: line))
      }
    }
    if let unfinished = step { steps.append(unfinished) }
  }
}

/// One frame as it went over the wire, without its length.
package struct RecordedFrame: Hashable, Sendable {
  package var connection: Int
  package var isFromClient: Bool
  package var bytes: [UInt8]

  package struct Malformed: Error {
    package var line: String
  }

  package init(connection: Int, isFromClient: Bool, bytes: [UInt8]) {
    self.connection = connection
    self.isFromClient = isFromClient
    self.bytes = bytes
  }

  /// Reads `C1> 0001ff`.
  init(parsing line: some StringProtocol) throws(Malformed) {
    let parts = line.split(separator: " ", maxSplits: 1)
    guard let label = parts.first, label.hasPrefix("C"),
      label.hasSuffix(">") || label.hasSuffix("<"),
      let connection = Int(label.dropFirst().dropLast()),
      let bytes = [UInt8](hex: parts.count > 1 ? String(parts[1]) : "")
    else {
      throw Malformed(line: String(line))
    }
    self.init(connection: connection, isFromClient: label.hasSuffix(">"), bytes: bytes)
  }
}

extension [UInt8] {
  package init?(hex: String) {
    let digits = hex.utf8.compactMap { UInt8(ascii: $0) }
    guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  package var hex: String {
    map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  fileprivate init?(ascii digit: UInt8) {
    guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
    self = UInt8(value)
  }
}
