/// A span of time as people write it: `500ms`, `90s`, `5m`, `2h`. A number alone is milliseconds,
/// as in Apache's shell.
struct Timespan: Hashable, Sendable {
  let milliseconds: Int64

  init(_ word: Word) throws(UsageError) {
    let text = word.shown
    let digits = text.prefix { ("0"..."9").contains($0) }
    let factors: [Substring: Int64] = [
      "": 1, "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000,
    ]
    guard let number = Int64(digits), let factor = factors[text[digits.endIndex...]] else {
      throw UsageError("\(text) is no time: write 500ms, 90s, 5m or 2h")
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: factor)
    guard !overflows, product > 0 else { throw UsageError("\(text) is no time that can be kept") }
    milliseconds = product
  }

  init(seconds: Int64) {
    milliseconds = seconds * 1_000
  }

  var duration: Duration { .milliseconds(milliseconds) }
}

extension Timespan: CustomStringConvertible {
  /// In the largest unit that leaves nothing over.
  var description: String {
    let units: [(Int64, String)] = [(3_600_000, "h"), (60_000, "m"), (1_000, "s")]
    guard let (factor, unit) = units.first(where: { milliseconds.isMultiple(of: $0.0) }) else {
      return "\(milliseconds)ms"
    }
    return "\(milliseconds / factor)\(unit)"
  }
}
