/// Reads lines as they come, so that a program can talk to `zkcli` through a pipe.
struct LineReader {
  /// What a line may have, 4 MiB: a request holds 1 MiB, and an escaped byte has four letters.
  static let lineBytesMax = 4 << 20

  private let descriptor: Descriptor
  private var unread: ArraySlice<UInt8> = []
  private var isAtEnd = false

  init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
  }

  /// The next line without its end; nil when there are no more.
  mutating func next() throws(Complaint) -> ArraySlice<UInt8>? {
    var searched = 0
    while true {
      if let end = unread.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = unread[(end + 1)...] }
        return unread[..<end]
      }
      if isAtEnd {
        defer { unread = [] }
        return unread.isEmpty ? nil : unread
      }
      searched = unread.count
      guard searched <= Self.lineBytesMax else {
        throw Complaint("the line has more than \(Self.lineBytesMax) bytes", .usage)
      }
      let more = try descriptor.read(atMost: 65_536)
      isAtEnd = more.isEmpty
      unread = unread + more
    }
  }
}
