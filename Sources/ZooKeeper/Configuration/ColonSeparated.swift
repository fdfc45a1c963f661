/// A host and what stands behind it, each after a colon: `host:2181`, `[::1]:2888:3888`.
struct ColonSeparated {
  /// Without the brackets of an IPv6 address.
  let host: Substring
  let fields: [Substring]

  /// Fails where a bracket is not closed, or where something stands between bracket and colon.
  init?(_ text: Substring) {
    // By bytes, because a character may be a colon and an accent on it.
    guard text.utf8.first == UInt8(ascii: "[") else {
      let parts = ColonSeparated.parts(of: text)
      host = parts[0]
      fields = Array(parts.dropFirst())
      return
    }
    guard let end = text.utf8.firstIndex(of: UInt8(ascii: "]")) else { return nil }
    // Behind the bracket the first part is empty: it is what stands before the first colon.
    let parts = ColonSeparated.parts(of: text[end...].dropFirst())
    guard parts[0].isEmpty else { return nil }
    host = text[..<end].dropFirst()
    fields = Array(parts.dropFirst())
  }

  private static func parts(of text: Substring) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { Substring($0) }
  }

  /// Reads a port that one can connect to. Swift's own reading would accept a sign.
  static func port(_ text: Substring) -> UInt16? {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return UInt16(text).flatMap { $0 > 0 ? $0 : nil }
  }
}
