package import ZooKeeperModel

/// Why bytes from a peer make no sense: which field, where in the frame, and what is wrong.
package struct WireError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// The bytes end before the field does.
    case truncated(needed: Int, remaining: Int)
    /// A length or a count below −1, which stands for null.
    case negative(Int32)
    /// A length beyond the named limit.
    case tooLong(Int, limit: Int)
    /// A count of items that cannot fit into what is left of the frame.
    case tooMany(Int, remaining: Int)
    /// Null where only a value makes sense.
    case null
    /// Text that is not UTF-8.
    case notUTF8
    /// A type of step that no multi holds. Whether reads or writes may stand in the one at hand is
    /// for the server to say.
    case unexpectedStep(OpCode)
    /// Reads and writes in one multi.
    case mixedSteps
    /// An operation that no client may ask for, or that nobody knows.
    case unknownOperation(OpCode)
  }

  package let field: String
  package let offset: Int
  package let reason: Reason

  @inline(never)
  package init(field: StaticString, offset: Int, reason: Reason) {
    self.field = field.description
    self.offset = offset
    self.reason = reason
  }
}

extension WireError: CustomStringConvertible {
  package var description: String {
    "\(field) at byte \(offset) \(reason)"
  }
}

extension WireError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let needed, let remaining):
      "needs \(needed) bytes, but the frame ends after \(remaining)"
    case .negative(let length):
      "has the length \(length)"
    case .tooLong(let length, let limit):
      "has \(length) bytes, more than the limit of \(limit)"
    case .tooMany(let count, let remaining):
      "has \(count) items, which cannot fit into the remaining \(remaining) bytes"
    case .null:
      "is null"
    case .notUTF8:
      "is not UTF-8"
    case .unexpectedStep(let operation):
      "is \(operation), which cannot be a step"
    case .mixedSteps:
      "mixes reads and writes"
    case .unknownOperation(let operation):
      "is \(operation), which a client cannot ask for"
    }
  }
}
