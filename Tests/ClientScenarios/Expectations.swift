package import Testing
package import ZooKeeper

/// Expects a call to fail in this way.
@discardableResult
package func expectFailure<Result>(
  _ code: ZooKeeperError.Code, _ outcome: ZooKeeperError.Outcome = .notApplied,
  sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> Result
) async -> ZooKeeperError? {
  do {
    let result = try await call()
    Issue.record("not refused, but \(result)", sourceLocation: sourceLocation)
  } catch let error as ZooKeeperError {
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    #expect(error.outcome == outcome, "\(error)", sourceLocation: sourceLocation)
    return error
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
  return nil
}

extension StepResult {
  var created: Created? { if case .create(let created) = self { created } else { nil } }

  var node: Node? { if case .get(let node) = self { node } else { nil } }

  /// Of a node that was set, or looked for and found.
  var stat: Stat? {
    switch self {
    case .set(let stat): stat
    case .stat(let stat): stat
    default: nil
    }
  }
}

extension Node {
  /// The data as a number.
  var number: Int? { text.flatMap { Int($0) } }
}

extension WatchStream {
  /// The next changes, so many of them.
  func next(_ count: Int) async throws -> [WatchChange] {
    var changes: [WatchChange] = []
    var iterator = makeAsyncIterator()
    while changes.count < count, let change = try await iterator.next() { changes.append(change) }
    return changes
  }

  /// The rest of a stream that comes to its end.
  func untilEnd() async throws -> [WatchChange] {
    var changes: [WatchChange] = []
    for try await change in self { changes.append(change) }
    return changes
  }
}

extension ServerUnderTest {
  /// A change as this server tells it.
  func change(_ kind: WatchChange.Kind, _ path: ZNodePath, _ zxid: Zxid?) -> WatchChange {
    WatchChange(kind, at: path, zxid: eventsNameTheirChange ? zxid : nil)
  }
}

extension ZNodePath {
  /// A path made in a test.
  init(_ text: String) {
    do throws(InvalidPath) {
      try self.init(validating: text)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
