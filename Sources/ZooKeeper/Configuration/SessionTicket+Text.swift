internal import ZooKeeperModel

/// The ticket as `zk1.SESSION.MILLISECONDS.ZXID.PASSWORD`, hexadecimal but for the milliseconds:
/// one word, which passes through files, pipes and variables of the environment.
extension SessionTicket {
  private static let format = "zk1"

  /// The whole ticket as a text for another process. Whoever reads it can take the session over:
  /// keep it out of logs and arguments of commands.
  public func textRevealingPassword() -> String {
    let (seconds, attoseconds) = timeout.components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    let passwordDigits = password.withBytes { bytes in
      bytes.indices.map { index in
        let digits = String(bytes[index], radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
    }
    let numbers = [hex(session.rawValue), "\(milliseconds)", hex(lastZxid.rawValue)]
    return ([SessionTicket.format] + numbers + [passwordDigits]).joined(separator: ".")
  }

  /// Reads what `textRevealingPassword()` wrote.
  public init(textRevealingPassword text: String) throws(InvalidSessionTicket) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == SessionTicket.format,
      let session = UInt64(parts[1], radix: 16), let milliseconds = Int32(parts[2]),
      milliseconds > 0, let zxid = UInt64(parts[3], radix: 16),
      let password = SessionTicket.bytes(parts[4])
    else { throw InvalidSessionTicket() }
    self.init(
      session: SessionID(rawValue: Int64(bitPattern: session)), password: Secret(password),
      timeout: .milliseconds(milliseconds), lastZxid: Zxid(rawValue: Int64(bitPattern: zxid)))
    // There is one way to write a ticket: what is not written so was changed on its way.
    guard text.hasSameBytes(as: textRevealingPassword()) else { throw InvalidSessionTicket() }
  }

  private func hex(_ number: Int64) -> String {
    String(UInt64(bitPattern: number), radix: 16)
  }

  private static func bytes(_ digits: Substring) -> [UInt8]? {
    guard digits.utf8.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var rest = digits
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}

/// A text is no ticket of a session. It does not say what the text was, because that may be a
/// secret.
public struct InvalidSessionTicket: Error, Hashable, Sendable {}

extension InvalidSessionTicket: CustomStringConvertible {
  /// What is wrong, and what to do about it.
  public var description: String {
    "the text is no ticket of a session; hand over what textRevealingPassword() gave, unchanged"
  }
}
