/// A file to read from; `-` is standard input.
struct InputFile: Hashable, Sendable {
  static let standardInput = InputFile("-")

  let name: String

  init(_ name: String) {
    self.name = name
  }

  /// All that it holds.
  ///
  /// - Parameter standardInput: what `-` means; nil where something else is read from there.
  /// - Throws: that there is no such file; that it holds more.
  func bytes(atMost limit: Int, standardInput: Descriptor?) throws(Complaint) -> [UInt8] {
    if self != .standardInput {
      let descriptor = try Descriptor.reading(name)
      defer { descriptor.close() }
      return try bytes(of: descriptor, atMost: limit)
    }
    guard let standardInput else {
      throw Complaint("standard input holds the commands, so it cannot hold data", .usage)
    }
    return try bytes(of: standardInput, atMost: limit)
  }

  private func bytes(of descriptor: Descriptor, atMost limit: Int) throws(Complaint) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try descriptor.read(atMost: 65_536)
      if more.isEmpty { return bytes }
      bytes += more
      if bytes.count > limit {
        throw Complaint("\(name) holds more than the \(limit) bytes that a node can", .failed)
      }
    }
  }
}
