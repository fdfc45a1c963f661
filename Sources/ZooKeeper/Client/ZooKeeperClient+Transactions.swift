import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

// Transactions.
extension ZooKeeperClient {
  /// Does all steps or none of them, as one change: `create`, `set`, `delete` and `check`. The
  /// results are in the order of the steps.
  ///
  /// - Throws: `TransactionError`, which says which step is to blame.
  @discardableResult
  public func transaction(_ steps: [Step]) async throws(TransactionError) -> [StepResult] {
    if steps.isEmpty { return [] }
    do throws(TransactionError) {
      return try await transact(steps, plainly: driver.lacks(.create2))
    } catch {
      // Servers before 3.5 cannot read a step that creates and asks for the stat.
      guard error.code == .unreadable else { throw error }
    }
    return try await transact(steps, plainly: true)
  }

  private func transact(
    _ steps: [Step], plainly: Bool
  ) async throws(TransactionError) -> [StepResult] {
    let reply: ReadsMulti.Reply
    do throws(ZooKeeperError) {
      let operations = try steps.map { step throws(ZooKeeperError) in try change(step, plainly) }
      let binds = steps.contains(where: \.makesEphemeral)
      let write = OutgoingRequest.write(.multi, isBoundToSession: binds)
      reply = try await ask(.transaction, at: nil, write, readBy: ReadsMulti.self) { writer in
        MultiRequest(operations: operations).encode(to: &writer)
      }
    } catch {
      throw TransactionError(cause: error)
    }
    return try results(of: steps, reply)
  }

  /// Reads several nodes at one moment, in one request: `get` and `children`. A step that fails
  /// fails alone. Servers before 3.6 cannot.
  public func multiRead(
    _ steps: [Step]
  ) async throws(ZooKeeperError) -> [Result<StepResult, ZooKeeperError>] {
    if steps.isEmpty { return [] }
    let operations = try steps.map { step throws(ZooKeeperError) in try read(step) }
    let request = OutgoingRequest.read(.multiRead)
    let reply = try await ask(.multiRead, at: nil, request, readBy: ReadsMulti.self) { writer in
      MultiRequest(operations: operations).encode(to: &writer)
    }
    guard reply.results.count == steps.count else {
      throw ZooKeeperError.malformed(.multiRead, "\(reply.results.count) results")
    }
    return zip(steps, reply.results).map { step, result in
      switch result {
      case .error(let verdict):
        .failure(ZooKeeperError(verdict, operation: step.operation, path: step.path))
      case .getData(let reply):
        .success(.get(Node(data: Payload(reply.data ?? []), stat: reply.stat)))
      case .getChildren(let names):
        .success(.children((names ?? []).map(ZNodeName.init(unchecked:)), nil))
      default:
        .failure(.malformed(step.operation, "the result of another operation"))
      }
    }
  }

  private func change(_ step: Step, _ plainly: Bool) throws(ZooKeeperError) -> MultiOperation {
    let path = absolute(step.path)
    switch step.action {
    case .create(let data, let mode, let acl):
      return CreateBody(path: path, data: data, mode: mode, acl: acl)
        .step(plainly: plainly)
    case .set(let data, let version):
      return .setData(SetDataRequest(path: path, data: data.bytes, version: version ?? .any))
    case .delete(let version):
      return .delete(VersionedRequest(path: path, version: version ?? .any))
    case .check(let version):
      return .check(VersionedRequest(path: path, version: version ?? .any))
    case .get, .stat, .children, .sync:
      throw .misplaced(step, "a transaction takes create, set, delete and check")
    }
  }

  private func read(_ step: Step) throws(ZooKeeperError) -> MultiOperation {
    let body = ReadRequest(path: absolute(step.path), watch: false)
    switch step.action {
    case .get: return .getData(body)
    case .children: return .getChildren(body)
    case .create, .set, .delete, .check, .stat, .sync:
      throw .misplaced(step, "reading several nodes takes get and children")
    }
  }

  private func results(
    of steps: [Step], _ reply: ReadsMulti.Reply
  ) throws(TransactionError) -> [StepResult] {
    guard reply.results.count == steps.count else {
      let reason = "\(reply.results.count) results for \(steps.count) steps"
      throw TransactionError(cause: .malformed(.transaction, reason))
    }
    let verdicts = reply.results.map(\.verdict)
    if let index = verdicts.firstIndex(where: { $0 != .ok }) {
      let step = steps[index]
      throw TransactionError(
        verdicts: verdicts,
        cause: ZooKeeperError(verdicts[index], operation: step.operation, path: step.path))
    }
    do throws(ZooKeeperError) {
      return try reply.results.map { result throws(ZooKeeperError) in
        try stepResult(result, reply.zxid)
      }
    } catch {
      throw TransactionError(cause: error)
    }
  }

  private func stepResult(
    _ result: MultiResult, _ zxid: Zxid
  ) throws(ZooKeeperError) -> StepResult {
    switch result {
    case .create(let path):
      let created = try ZNodePath(fromServer: path, in: .transaction)
      return .create(Created(path: created.relative(to: root), czxid: zxid, stat: nil))
    case .create2(let reply): return .create(try Created(reply, root: root))
    case .setData(let stat): return .set(stat)
    case .delete: return .delete
    case .check: return .check
    case .getData, .getChildren, .error:
      throw .malformed(.transaction, "the result of another operation")
    }
  }
}

extension MultiResult {
  fileprivate var verdict: ErrorCode {
    if case .error(let verdict) = self { verdict } else { .ok }
  }
}

extension Step {
  fileprivate var makesEphemeral: Bool {
    if case .create(_, let mode, _) = action { mode.flags.isEphemeral } else { false }
  }
}

extension ZooKeeperError {
  static func malformed(_ operation: OperationName, _ reason: String) -> ZooKeeperError {
    ZooKeeperError(
      .protocolViolation, outcome: operation.mayChange ? .unknown : .notApplied,
      operation: operation, detail: "the answer makes no sense: \(reason)")
  }

  fileprivate static func misplaced(_ step: Step, _ reason: String) -> ZooKeeperError {
    ZooKeeperError(
      .badArguments, outcome: .notApplied, operation: step.operation, path: step.path,
      detail: reason)
  }
}
