extension BinaryInteger {
  /// Written in at least that many columns, zeros in front, the sign included: C's `%04d`.
  package func zeroPadded(to columns: Int) -> String {
    let digits = String(magnitude)
    let sign = self < 0 ? "-" : ""
    let zeros = String(repeating: "0", count: max(0, columns - sign.count - digits.count))
    return sign + zeros + digits
  }
}
