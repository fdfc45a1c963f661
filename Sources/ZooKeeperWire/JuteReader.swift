package import ZooKeeperModel

/// Reads Jute, ZooKeeper's encoding: big-endian numbers, lengths before strings, no tags.
///
/// Looks at the bytes in place; what it returns as `RawSpan` must not outlive them. Every length is
/// compared with a limit and with what is there before anything is allocated.
@usableFromInline package struct JuteReader: ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline package internal(set) var offset = 0
  @usableFromInline let text: TextRule

  /// What to do with text that is not UTF-8.
  @usableFromInline package enum TextRule: Sendable {
    /// Refuse the record.
    case strict
    /// Put U+FFFD in place of what cannot be read, for a server that must not be stopped by it.
    case repairing
  }

  @inlinable
  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan, text: TextRule = .strict) {
    self.bytes = bytes
    self.text = text
  }

  package var remaining: Int {
    bytes.byteCount &- offset
  }
}

extension JuteReader {
  @inline(__always)
  @_lifetime(self: copy self)
  package mutating func int32(_ field: StaticString) throws(WireError) -> Int32 {
    try number(field)
  }

  @inline(__always)
  @_lifetime(self: copy self)
  package mutating func int64(_ field: StaticString) throws(WireError) -> Int64 {
    try number(field)
  }

  /// Any byte but zero is true, as in Java.
  @inline(__always)
  @_lifetime(self: copy self)
  package mutating func bool(_ field: StaticString) throws(WireError) -> Bool {
    let byte: UInt8 = try number(field)
    return byte != 0
  }

  @inline(__always)
  @_lifetime(self: copy self)
  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ field: StaticString
  ) throws(WireError) -> Number {
    guard let number = bytes.bigEndian(at: offset, as: Number.self) else {
      throw truncated(field, needed: MemoryLayout<Number>.size)
    }
    offset &+= MemoryLayout<Number>.size
    return number
  }
}

extension JuteReader {
  /// A buffer, in place; nil for null, which is not the same as empty.
  @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  package mutating func buffer(_ field: StaticString) throws(WireError) -> RawSpan? {
    let length = try int32(field)
    guard length != -1 else { return nil }
    return try take(Int(length), field)
  }

  /// A copy of a buffer; nil for null.
  @_lifetime(self: copy self)
  package mutating func data(_ field: StaticString) throws(WireError) -> [UInt8]? {
    try buffer(field)?.copied()
  }

  /// A text; nil for null.
  @_lifetime(self: copy self)
  package mutating func optionalString(_ field: StaticString) throws(WireError) -> String? {
    guard let bytes = try buffer(field) else { return nil }
    if let string = bytes.text() { return string }
    let mended = JavaText.mended(bytes.octets, replacingHalves: text == .repairing)
    if let string = mended.span.raw.text() { return string }
    guard text == .repairing else {
      throw WireError(field: field, offset: offset - bytes.byteCount, reason: .notUTF8)
    }
    return String(decoding: mended, as: UTF8.self)
  }

  /// A text that cannot be null.
  @_lifetime(self: copy self)
  package mutating func string(_ field: StaticString) throws(WireError) -> String {
    guard let string = try optionalString(field) else {
      throw WireError(field: field, offset: offset - 4, reason: .null)
    }
    return string
  }

  @_lifetime(self: copy self)
  package mutating func strings(_ field: StaticString) throws(WireError) -> [String]? {
    try vector(field, itemBytesMin: 4) { reader throws(WireError) in try reader.string(field) }
  }

  /// The names of children, as they are; nil for null.
  @_lifetime(self: copy self)
  package mutating func names(_ field: StaticString) throws(WireError) -> [ZNodeName]? {
    try vector(field, itemBytesMin: 4) { reader throws(WireError) in
      ZNodeName(unchecked: try reader.string(field))
    }
  }

  /// The items of a vector; nil for null.
  ///
  /// An item takes `itemBytesMin` bytes at least, so a count that cannot be true is refused here,
  /// before room is made for it.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func vector<Item>(
    _ field: StaticString, itemBytesMin: Int,
    _ read: (inout JuteReader) throws(WireError) -> Item
  ) throws(WireError) -> [Item]? {
    let count = Int(try int32(field))
    guard count != -1 else { return nil }
    guard count >= 0 else {
      throw WireError(field: field, offset: offset - 4, reason: .negative(Int32(count)))
    }
    guard count <= remaining / itemBytesMin else {
      throw WireError(
        field: field, offset: offset - 4, reason: .tooMany(count, remaining: remaining))
    }
    var items: [Item] = []
    items.reserveCapacity(count)
    for _ in 0..<count {
      items.append(try read(&self))
    }
    return items
  }

  @inline(__always)
  @_lifetime(copy self)
  @_lifetime(self: copy self)
  private mutating func take(_ length: Int, _ field: StaticString) throws(WireError) -> RawSpan {
    // One comparison for what is normal: a negative length is a huge unsigned one.
    guard UInt(bitPattern: length) <= UInt(bitPattern: min(remaining, Limits.fieldBytesMax)) else {
      throw refused(length, field)
    }
    defer { offset &+= length }
    return bytes.extracting(offset..<offset &+ length)
  }

  @inline(never)
  private func refused(_ length: Int, _ field: StaticString) -> WireError {
    let limit = Limits.fieldBytesMax
    let reason: WireError.Reason =
      length < 0
      ? .negative(Int32(length))
      : length > limit
        ? .tooLong(length, limit: limit) : .truncated(needed: length, remaining: remaining)
    return WireError(field: field, offset: offset - 4, reason: reason)
  }

  @inline(never)
  private func truncated(_ field: StaticString, needed: Int) -> WireError {
    WireError(
      field: field, offset: offset, reason: .truncated(needed: needed, remaining: remaining))
  }
}
