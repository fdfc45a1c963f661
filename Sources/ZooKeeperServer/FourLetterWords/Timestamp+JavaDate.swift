import ZooKeeperModel

extension Timestamp {
  /// The form of Java's dates, `Fri Mar 01 00:00:26 UTC 2024`, and always in UTC.
  var javaDate: String {
    let seconds = millisecondsSinceEpoch.flooredDivision(by: 1_000).quotient
    let (day, secondOfDay) = seconds.flooredDivision(by: 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    // The first day of the epoch was a Thursday.
    let weekday = Timestamp.weekdays[Int((day + 4).flooredDivision(by: 7).remainder)]
    let month = Timestamp.months[date.month - 1]
    let time = [secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60]
      .map { $0.zeroPadded(to: 2) }.joined(separator: ":")
    return "\(weekday) \(month) \(date.day.zeroPadded(to: 2)) \(time) UTC \(date.year)"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
