import ZooKeeperModel

extension Timestamp {
  /// The form of Java's dates, `Fri Mar 01 00:00:26 UTC 2024`, and always in UTC.
  var javaDate: String {
    let seconds = millisecondsSinceEpoch.flooredDivision(by: 1_000)
    let day = seconds.quotient.flooredDivision(by: 86_400)
    let date = Timestamp.date(daysSinceEpoch: day.quotient)
    // The first day of the epoch was a Thursday.
    let weekday = Timestamp.weekdays[Int((day.quotient + 4).flooredDivision(by: 7).remainder)]
    let month = Timestamp.months[date.month - 1]
    let time = [day.remainder / 3_600, day.remainder / 60 % 60, day.remainder % 60]
      .map(Timestamp.twoDigits).joined(separator: ":")
    return "\(weekday) \(month) \(Timestamp.twoDigits(Int64(date.day))) \(time) UTC \(date.year)"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// Counts in years that begin in March, so that a leap day is the last of its year.
  private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int, day: Int) {
    let daysFromMarch1600 = daysSinceEpoch + 135_080
    let cycle = daysFromMarch1600.flooredDivision(by: 146_097)
    let century = min(cycle.remainder / 36_524, 3)
    let dayOfCentury = cycle.remainder - century * 36_524
    let fourYears = dayOfCentury / 1_461
    let yearOfFour = min(dayOfCentury % 1_461 / 365, 3)
    let dayOfYear = dayOfCentury - fourYears * 1_461 - yearOfFour * 365
    // Five months from March on have 153 days, and so do the five after them.
    let monthFromMarch = (dayOfYear * 5 + 2) / 153
    let day = dayOfYear - (monthFromMarch * 153 + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = 1_600 + cycle.quotient * 400 + century * 100 + fourYears * 4 + yearOfFour
    return (month <= 2 ? year + 1 : year, Int(month), Int(day))
  }
}

extension Int64 {
  /// Rounded towards the past, also before the epoch.
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
