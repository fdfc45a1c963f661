/// A setting as somebody wrote it, and where.
struct WrittenSetting: Hashable, Sendable {
  enum Place: Hashable, Sendable {
    case file(String, line: Int)
    /// An option or argument that stands for this key alone, such as `--port`.
    case option(String)
    /// `--set`, which can set every key.
    case set
  }

  let key: String
  let value: String
  let place: Place

  init(_ key: String, _ value: String, at place: Place) {
    self.key = key.trimmedAsJavaDoes
    self.value = value.trimmedAsJavaDoes
    self.place = place
  }

  /// How people find it again.
  var subject: String {
    switch place {
    case .file(let name, let line): "\(name):\(line): \(key)=\(value)"
    case .option(let name): "\(name) \(value)"
    case .set: "--set \(key)=\(value)"
    }
  }

  /// The key without the prefix of Java's system properties, which may be left out.
  var name: String {
    key.hasPrefix("zookeeper.") ? String(key.dropFirst("zookeeper.".count)) : key
  }

  func refusal(_ problem: String, advice: String) -> ConfigurationError {
    ConfigurationError(subject, problem, advice: advice)
  }
}

// Numbers, as Java reads them.
extension WrittenSetting {
  /// A decimal number, or a refusal.
  func number(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let number = Int(value) else {
      throw refusal("that is no whole number", advice: "write one \(range.words)")
    }
    return try checked(number, in: range)
  }

  func checked(_ number: Int, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard range.contains(number) else {
      throw refusal("that is out of range", advice: "write a number \(range.words)")
    }
    return number
  }

  /// A number as Java decodes those of system properties, with `0x` or `#` before hexadecimal and
  /// 0 before octal digits; nil for anything else, and for what has no place in the type.
  func decoded<Number: FixedWidthInteger>(as type: Number.Type) -> Number? {
    let isSigned = value.hasPrefix("-") || value.hasPrefix("+")
    let sign = value.hasPrefix("-") ? "-" : ""
    let digits = isSigned ? value.dropFirst() : value[...]
    guard let first = digits.first, first != "-" && first != "+" else { return nil }
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("#", 16), ("0", 8)]
    where digits.hasPrefix(prefix) && digits.count > prefix.count {
      let rest = digits.dropFirst(prefix.count)
      return rest.first == "-" || rest.first == "+" ? nil : Number(sign + rest, radix: radix)
    }
    return Number(sign + digits)
  }
}

extension ClosedRange<Int> {
  fileprivate var words: String {
    upperBound == .max ? "from \(lowerBound) on" : "from \(lowerBound) to \(upperBound)"
  }
}

extension StringProtocol {
  /// Without spaces and control characters at both ends.
  var trimmedAsJavaDoes: String {
    let isKept = { (scalar: Unicode.Scalar) in scalar > " " }
    guard let first = unicodeScalars.firstIndex(where: isKept),
      let last = unicodeScalars.lastIndex(where: isKept)
    else { return "" }
    return String(self[first...last])
  }
}
