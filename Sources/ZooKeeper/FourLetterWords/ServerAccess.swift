/// What clients may do at a server, as `isro` tells it.
public enum ServerAccess: Hashable, Sendable {
  /// Read and write.
  case readWrite
  /// Read what the server has; it is cut off from its ensemble.
  case readOnly
  /// Nothing: the server has no quorum, and does not serve without.
  case notServing
}

extension ServerAccess {
  /// Reads the answer to `isro`.
  init(isro answer: String) throws(UnreadableAnswer) {
    switch answer {
    case "rw": self = .readWrite
    case "ro": self = .readOnly
    case "null": self = .notServing
    default: throw UnreadableAnswer("it says “\(answer.prefix(100))”")
    }
  }
}
