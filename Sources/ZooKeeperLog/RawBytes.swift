import ZooKeeperWire

extension RawSpan {
  /// Whether all bytes are zero, as where nothing was written yet.
  var isZero: Bool {
    let octets = octets
    for index in octets.indices where octets[index] != 0 {
      return false
    }
    return true
  }

  var firstByte: UInt8? {
    byteCount > 0 ? octets[0] : nil
  }

  var bigEndianInt32: Int32? {
    var reader = JuteReader(self)
    return try? reader.int32("number")
  }

  var bigEndianInt64: Int64? {
    var reader = JuteReader(self)
    return try? reader.int64("number")
  }
}

extension RawSpan {
  /// The same bytes, one by one.
  var octets: Span<UInt8> {
    @_lifetime(copy self)
    get { Span(_bytes: self) }
  }
}

extension Span<UInt8> {
  /// The same bytes, without their type.
  var raw: RawSpan {
    @_lifetime(copy self)
    get { unsafe bytes }
  }
}
