/// The number that a server appends to the name of a sequential node.
///
/// It counts the children ever created under a parent, in 32 bits: after 2147483647 comes
/// −2147483648, so the newest child of a very old parent can carry the smallest number.
public struct SequenceNumber: RawRepresentable, Hashable, Comparable, Sendable {
  /// The counter of the parent before this child.
  public let rawValue: Int32

  /// Takes the counter of the parent.
  @inlinable
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Reads the number behind a prefix: the whole rest of the name must be one, as the server
  /// writes it.
  ///
  /// The prefix must be known: `lock-1000000000` is number 1000000000 behind `lock-` and
  /// −1000000000 behind `lock`.
  public init?(of name: String, after prefix: String) {
    guard name.utf8.starts(with: prefix.utf8) else { return nil }
    self.init(written: name.utf8.dropFirst(prefix.utf8.count))
  }

  /// Refuses what reads as a number but is not written as one: `+7`, `7`, `000000000000007`.
  init?(written text: Substring.UTF8View) {
    guard text.count == SequenceNumber.width || text.count == SequenceNumber.width + 1 else {
      return nil
    }
    let isNegative = text.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for byte in isNegative ? text.dropFirst() : text {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    guard let number = Int32(exactly: isNegative ? -value : value), !isNegative || number < 0,
      text.count == (number <= -1_000_000_000 ? SequenceNumber.width + 1 : SequenceNumber.width)
    else { return nil }
    self.init(rawValue: number)
  }

  /// How many columns a number has, unless it is one of the smallest, which have one more.
  static var width: Int { 10 }

  /// The smaller counter comes first, which is the older child unless the counter wrapped around.
  public static func < (left: SequenceNumber, right: SequenceNumber) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension SequenceNumber: CustomStringConvertible {
  /// Ten columns at least, zeros in front, the sign included: `0000000007`, `-000000007`.
  public var description: String { rawValue.zeroPadded(to: SequenceNumber.width) }
}
