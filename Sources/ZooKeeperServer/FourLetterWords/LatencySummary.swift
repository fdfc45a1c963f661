/// How long requests took, in milliseconds, from their arrival to their answer.
struct LatencySummary: Hashable, Sendable {
  private(set) var count: Int64 = 0
  private(set) var total: Int64 = 0
  private(set) var max: Int64 = 0
  private var smallest: Int64

  /// Nothing counted yet; nothing below `shortest` will ever show.
  init(shortest: Int64 = .max) {
    smallest = shortest
  }

  mutating func add(_ milliseconds: Int64) {
    count &+= 1
    total &+= milliseconds
    if milliseconds > max { max = milliseconds }
    if milliseconds < smallest { smallest = milliseconds }
  }

  /// Zero where nothing was counted.
  var min: Int64 { smallest == .max ? 0 : smallest }

  /// The average in whole milliseconds, rounded down, as it is told of a connection.
  var wholeAverage: Int64 { count == 0 ? 0 : total / count }
}

extension LatencySummary {
  /// The average as Apache prints it for the server: rounded to four decimals, in Java's spelling.
  var averageText: String {
    guard count > 0 else { return "0.0" }
    let average = Double(total) / Double(count)
    let whole = (average * 10_000).rounded(.down)
    // Java rounds the quotient's exact value; multiplying and subtracting in one step does too.
    let isUpperHalf = (-(whole + 0.5)).addingProduct(average, 10_000) >= 0
    let tenThousandths = whole + (isUpperHalf ? 1 : 0)
    // Below a thousandth Java writes with an exponent, and with a decimal always.
    return tenThousandths > 0 && tenThousandths < 10
      ? "\(tenThousandths)E-4" : "\(tenThousandths / 10_000)"
  }
}
