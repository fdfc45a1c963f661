/// What one run of a row found, as words that a program can split at spaces and equals signs.
struct ReportLine: CustomStringConvertible {
  private(set) var description: String

  init(row: String, round: Int) {
    description = "row=\(row) round=\(round)"
  }

  mutating func add(_ key: String, _ value: Int) {
    description += " \(key)=\(value)"
  }

  /// Two decimals are more than any of the figures is worth.
  mutating func add(_ key: String, _ value: Double) {
    description += " \(key)=\((value * 100).rounded() / 100)"
  }

  mutating func add(_ key: String, microseconds nanoseconds: Int64) {
    add(key, Double(nanoseconds) / 1_000)
  }

  mutating func add(_ key: String, microsecondsOf duration: Duration?) {
    if let duration { add(key, duration / .microseconds(1)) }
  }
}
