package import ZooKeeperModel

extension JuteReader {
  /// A buffer that must not be printed; nil for null.
  @_lifetime(self: copy self)
  package mutating func secret(_ field: StaticString) throws(WireError) -> Secret? {
    guard let bytes = try buffer(field) else { return nil }
    return Secret(copying: bytes.octets)
  }
}

extension JuteWriter {
  /// A buffer that must not be printed; nil for null.
  package mutating func secret(_ secret: Secret?) {
    guard let secret else {
      buffer(nil)
      return
    }
    int32(Int32(secret.count))
    secret.withBytes { buffer.append($0.raw) }
  }
}
