public import ZooKeeperModel

/// Why an operation failed, and whether its change may have happened all the same.
///
///     do throws(ZooKeeperError) {
///       try await zk.set("/jobs/7", to: "done", ifVersion: node.stat.version)
///     } catch {
///       guard error.code == .badVersion else { throw error }
///       // Somebody was faster.
///     }
///
/// In a closure the compiler has to be told the type, as here; in a function it knows, as long as
/// nothing else throws in the same `do`.
///
/// No error carries a secret: it can be printed anywhere.
public struct ZooKeeperError: Error {
  /// Whether a change may have happened although it failed.
  public enum Outcome: Hashable, Sendable {
    /// Nothing happened. Reads always say so.
    case notApplied
    /// The request may have reached the servers, and the answer did not reach us: look before you
    /// repeat it.
    case unknown
  }

  // A class, so that a function that may throw hands back one pointer.
  private final class Storage: Sendable {
    let code: Code
    let outcome: Outcome
    let operation: OperationName
    let path: ZNodePath?
    let detail: String?
    let underlying: (any Error)?

    init(
      _ code: Code, _ outcome: Outcome, _ operation: OperationName, _ path: ZNodePath?,
      _ detail: String?, _ underlying: (any Error)?
    ) {
      self.code = code
      self.outcome = outcome
      self.operation = operation
      self.path = path
      self.detail = detail
      self.underlying = underlying
    }
  }

  private let storage: Storage

  /// Makes an error, for recipes, fakes and tests. The detail is printed: keep secrets out of it.
  public init(
    _ code: Code, outcome: Outcome, operation: OperationName, path: ZNodePath? = nil,
    detail: String? = nil, underlying: (any Error)? = nil
  ) {
    storage = Storage(code, outcome, operation, path, detail, underlying)
  }

  /// What went wrong.
  public var code: Code { storage.code }
  /// Whether the change may have happened all the same.
  public var outcome: Outcome { storage.outcome }
  /// What was asked for.
  public var operation: OperationName { storage.operation }
  /// The node that it was about, as the caller named it; nil where there is none.
  public var path: ZNodePath? { storage.path }
  /// What else is known, in words: a server's address, a number of bytes.
  public var detail: String? { storage.detail }
  /// The error that led to this one.
  public var underlying: (any Error)? { storage.underlying }
}
