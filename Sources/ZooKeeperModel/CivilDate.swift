/// A day of the Gregorian calendar, which here also holds for the time before it was introduced.
package struct CivilDate {
  /// Counted with a year 0, as ISO 8601 does.
  package let year: Int64
  /// From 1.
  package let month: Int
  /// From 1.
  package let day: Int

  /// The day that many days after 1970-01-01.
  ///
  /// Counts in years that begin in March, so that a leap day is the last of its year.
  package init(daysSinceEpoch: Int64) {
    // 400 years have 146,097 days, and March of the year 0 began 719,468 days before 1970.
    let (cycle, dayOfCycle) = (daysSinceEpoch + 719_468).flooredDivision(by: 146_097)
    // A century has 36,524 days and four years have 1,461, but for the last day of each.
    let century = min(dayOfCycle / 36_524, 3)
    let dayOfCentury = dayOfCycle - century * 36_524
    let fourYears = dayOfCentury / 1_461
    let yearOfFour = min(dayOfCentury % 1_461 / 365, 3)
    let dayOfYear = dayOfCentury % 1_461 - yearOfFour * 365
    // Five months from March on have 153 days, and so do the five after them.
    let monthFromMarch = (dayOfYear * 5 + 2) / 153
    let isNextYear = monthFromMarch >= 10
    year = cycle * 400 + century * 100 + fourYears * 4 + yearOfFour + (isNextYear ? 1 : 0)
    month = Int(isNextYear ? monthFromMarch - 9 : monthFromMarch + 3)
    day = Int(dayOfYear - (monthFromMarch * 153 + 2) / 5 + 1)
  }
}

extension Int64 {
  /// Rounded towards the past, also before the epoch.
  package func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
