// Values of system properties, as Java reads them: what it cannot read counts as not written.
extension ConfigurationDraft {
  typealias Path<Value> = WritableKeyPath<ServerConfiguration, Value>

  mutating func set(
    _ path: Path<Int>, _ setting: WrittenSetting, in range: ClosedRange<Int>
  ) throws(ConfigurationError) {
    guard let number = try number(setting, in: range) else { return }
    configuration[keyPath: path] = number
  }

  /// A number of KiB; nothing and less switch the limit off.
  mutating func setBytes(_ path: Path<Int?>, _ setting: WrittenSetting) throws(ConfigurationError) {
    guard let kibibytes = try number(setting, in: Int.min...Int.max >> 10) else { return }
    configuration[keyPath: path] = kibibytes > 0 ? kibibytes << 10 : nil
  }

  /// Whatever is not `true` is false.
  mutating func set(_ path: Path<Bool>, _ setting: WrittenSetting) {
    let word = setting.value.lowercased()
    configuration[keyPath: path] = word == "true"
    if word != "true" && word != "false" {
      warn("\(setting.subject): that is read as false, as Apache does; write true or false")
    }
  }

  mutating func set(
    _ path: Path<Bool>, _ setting: WrittenSetting, words: (no: String, yes: String),
    otherwise fallback: Bool
  ) {
    switch setting.value {
    case words.no: configuration[keyPath: path] = false
    case words.yes: configuration[keyPath: path] = true
    default:
      configuration[keyPath: path] = fallback
      let meaning = fallback ? words.yes : words.no
      warn(
        "\(setting.subject): that is read as \(meaning), as Apache does; "
          + "write \(words.yes) or \(words.no)")
    }
  }

  /// Nil for what Java cannot read; a limit that fits an `int` there must fit one here.
  mutating func number(
    _ setting: WrittenSetting, in range: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int? {
    let isInt = range.upperBound <= Int(Int32.max)
    let decoded =
      isInt ? setting.decoded(as: Int32.self).map(Int.init) : setting.decoded(as: Int.self)
    guard let decoded else {
      warn("\(setting.subject): that is no number; the default is used, as Apache does")
      return nil
    }
    return try setting.checked(decoded, in: range)
  }
}
