/// What a write leaves in the tree, so that it is known whose it was: the number of the call, and
/// the path it meant.
enum Mark {
  static func data(_ ticket: UInt64, _ path: String) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: ticket >> (8 * UInt64(7 - $0))) } + Array(path.utf8)
  }

  static func ticket(in data: [UInt8]?) -> UInt64? {
    guard let data, data.count > 8 else { return nil }
    return data[..<8].reduce(0) { $0 << 8 | UInt64($1) }
  }

  static func path(in data: [UInt8]?) -> String? {
    guard let data, data.count > 8 else { return nil }
    return String(decoding: data[8...], as: UTF8.self)
  }
}
