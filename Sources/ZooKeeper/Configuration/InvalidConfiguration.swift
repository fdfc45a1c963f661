/// A setting that cannot be meant.
public struct InvalidConfiguration: Error, Hashable, Sendable {
  /// The property, such as `sessionTimeout` or `limits.inFlightMax`.
  public let setting: String
  /// What is wrong with its value.
  public let problem: String
  /// What to do about it.
  public let advice: String

  init(_ setting: String, _ problem: String, advice: String) {
    self.setting = setting
    self.problem = problem
    self.advice = advice
  }
}

extension InvalidConfiguration: CustomStringConvertible {
  /// The setting, what is wrong with it, and what to do about it.
  public var description: String {
    "invalid client configuration: \(setting) \(problem); \(advice)"
  }
}
