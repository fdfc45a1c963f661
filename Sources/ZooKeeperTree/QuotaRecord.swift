import ZooKeeperModel

/// What a limits node or a stats node holds: numbers by name, in a text that people may write.
///
/// Numbers with names that mean nothing here are kept, as Apache keeps them.
package struct QuotaRecord: Sendable {
  private struct Field: Sendable {
    var name: String
    var number: Int64
  }

  private var fields: [Field] = []

  /// A record in which everything is unset.
  package init() {}

  /// Reads a node's data; nil if Apache could not make sense of it.
  package init?(_ data: [UInt8]) {
    let text = String(decoding: data, as: UTF8.self)
    guard !text.isEmpty else { return }
    for pair in QuotaRecord.pairs(text) {
      guard let (name, number) = QuotaRecord.read(pair) else { return nil }
      self[name] = number
    }
  }

  /// The node's data as Apache writes it: the two oldest numbers, and behind an equals sign that
  /// stands there by mistake all others by name.
  package var data: [UInt8] {
    var text = "count=\(usage.count),bytes=\(usage.bytes)"
    let others = fields.filter { $0.name != QuotaRecord.count && $0.name != QuotaRecord.bytes }
    if !others.isEmpty { text += "=" }
    // Java's order of texts.
    for field in others.sorted(by: { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }) {
      text += ";\(field.name)=\(field.number)"
    }
    return Array(text.utf8)
  }

  /// In a stats node: what is used; −1 where nothing is said. In a limits node: what should not
  /// be exceeded.
  package var usage: QuotaUsage {
    get { QuotaUsage(count: number(QuotaRecord.count), bytes: number(QuotaRecord.bytes)) }
    set {
      self[QuotaRecord.count] = newValue.count
      self[QuotaRecord.bytes] = newValue.bytes
    }
  }

  /// In a limits node: whether a change would exceed what must not be exceeded. What does not
  /// change may be exceeded already.
  package func forbids(_ change: QuotaUsage, after usage: QuotaUsage) -> Bool {
    let total = usage + change
    return change.count != 0 && exceeds(total.count, number(QuotaRecord.countHardLimit))
      || change.bytes != 0 && exceeds(total.bytes, number(QuotaRecord.byteHardLimit))
  }

  private func exceeds(_ number: Int64, _ limit: Int64) -> Bool {
    limit > QuotaRecord.unset && number > limit
  }
}

// Fields by name.
extension QuotaRecord {
  private static let count = "count"
  private static let bytes = "bytes"
  private static let countHardLimit = "countHardLimit"
  private static let byteHardLimit = "byteHardLimit"
  private static let unset: Int64 = -1

  private func number(_ name: String) -> Int64 {
    self[name] ?? QuotaRecord.unset
  }

  private subscript(name: String) -> Int64? {
    get { fields.first { $0.name.hasSameBytes(as: name) }?.number }
    set {
      fields.removeAll { $0.name.hasSameBytes(as: name) }
      if let newValue { fields.append(Field(name: name, number: newValue)) }
    }
  }
}

// The text, taken apart as Java does it: what is empty counts, but not at the end.
extension QuotaRecord {
  private typealias Text = Substring.UTF8View

  private static func pairs(_ text: String) -> [Text] {
    let separators = [UInt8(ascii: ","), UInt8(ascii: ";")]
    let pairs = text.utf8.split(whereSeparator: separators.contains)
    // Several separators count as one, so only before the first pair can there be an empty one.
    let startsEmpty = text.utf8.first.map(separators.contains) ?? false
    return startsEmpty && !pairs.isEmpty ? [text.utf8.prefix(0)] + pairs : pairs
  }

  private static func read(_ pair: Text) -> (name: String, number: Int64)? {
    let equals = UInt8(ascii: "=")
    var rest = pair
    while rest.last == equals { rest.removeLast() }
    let parts = rest.split(separator: equals, omittingEmptySubsequences: false)
    guard parts.count >= 2, let name = String(parts[0]) else { return nil }
    if parts[1].isEmpty { return (name, unset) }
    return Int64(Substring(parts[1])).map { (name, $0) }
  }
}
