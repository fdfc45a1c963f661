/// Why what a test needs beside it cannot be had: a program that is missing, a server that ended.
public struct TestingFailure: Error, Sendable, CustomStringConvertible {
  /// What happened, and the last words of the program that it happened to.
  public let description: String

  init(_ problem: String, lastWords: String = "") {
    description = lastWords.isEmpty ? problem : "\(problem); its last words:\n\(lastWords)"
  }
}
