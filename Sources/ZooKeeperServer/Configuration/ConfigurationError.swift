/// Why a server is not started with what somebody wrote, and what to do about it.
package struct ConfigurationError: Error, Hashable, Sendable {
  /// What is wrong: file, line, key and value, or the option.
  package let subject: String
  /// What is wrong with it.
  package let problem: String
  /// What to do.
  package let advice: String

  package init(_ subject: String, _ problem: String, advice: String) {
    self.subject = subject
    self.problem = problem
    self.advice = advice
  }
}

extension ConfigurationError: CustomStringConvertible {
  /// One line for people.
  package var description: String {
    "\(subject): \(problem); \(advice)"
  }
}
