import ZooKeeper

extension ZooKeeperError {
  /// Whether it says only that nobody could be asked just now, or that a place was lost.
  var mayPass: Bool {
    code.passesWithTheConnection || isOfTooMuch || code == .leaseLost
  }

  /// Whether it says that too much was asked for at once.
  var isOfTooMuch: Bool { code == .overloaded || code == .throttled }

  static var unexpected: ZooKeeperError {
    ZooKeeperError(
      .protocolViolation, outcome: .notApplied, operation: .children,
      detail: "the answer to another request")
  }

  static func cancelled(_ path: ZNodePath) -> ZooKeeperError {
    ZooKeeperError(.cancelled, outcome: .notApplied, operation: .watch, path: path)
  }

  static func noLongerThere(_ path: ZNodePath) -> ZooKeeperError {
    ZooKeeperError(
      .leaseLost, outcome: .notApplied, operation: .create, path: path,
      detail: "its node was deleted")
  }

  static func ended(_ path: ZNodePath) -> ZooKeeperError {
    ZooKeeperError(.closed, outcome: .notApplied, operation: .create, path: path)
  }
}

extension ZNodePath {
  func child(_ name: String) throws(ZooKeeperError) -> ZNodePath {
    do throws(InvalidPath) {
      return self / (try ZNodeName(validating: name))
    } catch {
      throw ZooKeeperError(
        .badArguments, outcome: .notApplied, operation: .create, path: self, detail: "\(error)")
    }
  }
}

extension ZooKeeperClient {
  /// Whether there will be no session any more.
  var hasEnded: Bool {
    if case .ended = state { true } else { false }
  }
}

/// What `ask` returns; nil if the node that it asks for is not there.
func unlessGone<Value>(
  _ ask: @autoclosure () async throws(ZooKeeperError) -> Value
) async throws(ZooKeeperError) -> Value? {
  do throws(ZooKeeperError) {
    return try await ask()
  } catch {
    guard error.code == .noNode else { throw error }
    return nil
  }
}
