import ZooKeeper

extension Timestamp {
  /// `2024-02-29T12:00:00.250Z`: a form that sorts, and that says its zone.
  var iso8601: String {
    let (day, milliseconds) = millisecondsSinceEpoch.flooredDivision(by: 86_400_000)
    let date = Self.date(daysSinceEpoch: day)
    let seconds = milliseconds / 1_000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0.padded(to: 2) }
    return "\(date.year.padded(to: 4))-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))T"
      + clock.joined(separator: ":") + ".\((milliseconds % 1_000).padded(to: 3))Z"
  }

  /// In years that begin in March the leap day is the last day, and so disturbs no other.
  private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // 400 years have 146,097 days; the year 0 of that calendar began 719,468 days before 1970.
    let (cycle, dayOfCycle) = (daysSinceEpoch + 719_468).flooredDivision(by: 146_097)
    // A century has 36,524 days and four years have 1,461, but for the last day of each.
    let century = min(dayOfCycle / 36_524, 3)
    let dayOfCentury = dayOfCycle - century * 36_524
    let fourYears = dayOfCentury / 1_461
    let year = min(dayOfCentury % 1_461 / 365, 3)
    let dayOfYear = dayOfCentury % 1_461 - year * 365
    let lengths: [Int64] = [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31]
    // What is left behind the first eleven months is February.
    var rest = dayOfYear
    var monthFromMarch: Int64 = 0
    for length in lengths {
      if rest < length { break }
      rest -= length
      monthFromMarch += 1
    }
    let isNextYear = monthFromMarch >= 10
    return (
      cycle * 400 + century * 100 + fourYears * 4 + year + (isNextYear ? 1 : 0),
      isNextYear ? monthFromMarch - 9 : monthFromMarch + 3, rest + 1
    )
  }
}

extension Int64 {
  /// Rounded towards the past, also before the epoch.
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  fileprivate func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
