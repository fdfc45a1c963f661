import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

// Several operations at once.
extension ZooKeeperClient {
  /// Sends several requests one behind the other, before any answer. Each stands alone: only their
  /// order is kept.
  ///
  /// It returns at once. What does not fit into the outbox fails with `overloaded`, and so do all
  /// steps behind it: what is sent is the beginning of `steps`. To send more than fits, await the
  /// answers to one batch before the next.
  public func pipeline(_ steps: [Step]) -> [Pending<StepResult>] {
    // What is sent is the beginning of what was asked for, and has no holes.
    var isRefusing = false
    return steps.map { step in
      let pending = Pending<StepResult>(step.operation)
      if isRefusing {
        let failure = CallFailure(.overloaded, mayHaveHappened: false)
        pending.settle(
          .failure(ZooKeeperError(failure, operation: step.operation, path: step.path)))
      } else {
        send(step, pending, .ordinary)
        isRefusing = pending.isRefused
      }
      return pending
    }
  }

  /// As `pipeline`, for the few requests that one call makes at once: they need no room.
  func batch(_ steps: [Step]) -> [Pending<StepResult>] {
    steps.map { step in
      let pending = Pending<StepResult>(step.operation)
      send(step, pending, .bounded)
      return pending
    }
  }

  private func send(
    _ step: Step, _ pending: Pending<StepResult>, _ urgency: SessionDriver.Urgency
  ) {
    let path = absolute(step.path)
    switch step.action {
    case .create(let data, let mode, let acl):
      let body = CreateBody(path: path, data: data, mode: mode, acl: acl)
      sendCreate(body, step, pending, urgency)
    case .set(let data, let version):
      let body = SetDataRequest(path: path, data: data.bytes, version: version ?? .any)
      pass(step, pending, urgency, .write(.setData), Reads<Stat>.self, body.encode(to:)) {
        .set($0)
      }
    case .delete(let version):
      let body = VersionedRequest(path: path, version: version ?? .any)
      pass(step, pending, urgency, .write(.delete), ReadsNothing.self, body.encode(to:)) { .delete }
    case .check(let version):
      // Only a transaction can check, so it is one of a single step.
      let body = MultiRequest(
        operations: [.check(VersionedRequest(path: path, version: version ?? .any))])
      pass(step, pending, urgency, .read(.multi), ReadsMulti.self, body.encode(to:)) {
        reply throws(ZooKeeperError) in
        if case .error(let verdict) = reply.results.first {
          throw ZooKeeperError(verdict, operation: .check, path: step.path)
        }
        return .check
      }
    case .get:
      let body = ReadRequest(path: path, watch: false)
      pass(step, pending, urgency, .read(.getData), ReadsNode.self, body.encode(to:)) { .get($0) }
    case .stat:
      sendStat(step, path, pending, urgency)
    case .children:
      let body = ReadRequest(path: path, watch: false)
      pass(step, pending, urgency, .read(.getChildren2), ReadsChildren.self, body.encode(to:)) {
        .children($0.names, $0.stat)
      }
    case .sync:
      let body = SyncRequest(path: path)
      pass(step, pending, urgency, .read(.sync), ReadsNothing.self, body.encode(to:)) { .sync }
    }
  }

  private func sendCreate(
    _ body: CreateBody, _ step: Step, _ pending: Pending<StepResult>,
    _ urgency: SessionDriver.Urgency
  ) {
    let operation = body.operation(plainly: driver.lacks(.create2))
    let write = OutgoingRequest.write(operation, isBoundToSession: body.mode.flags.isEphemeral)
    if operation == .create {
      pass(step, pending, urgency, write, ReadsCreatedPath.self, body.encode(to:)) {
        [root] reply throws(ZooKeeperError) in .create(try Created(reply, root: root))
      }
    } else {
      pass(step, pending, urgency, write, Reads<CreateReply>.self, body.encode(to:)) {
        [root] reply throws(ZooKeeperError) in .create(try Created(reply, root: root))
      }
    }
  }

  private func sendStat(
    _ step: Step, _ path: String, _ pending: Pending<StepResult>,
    _ urgency: SessionDriver.Urgency
  ) {
    driver.ask(.read(.exists), readBy: Reads<Stat>.self, urgency) { writer in
      ReadRequest(path: path, watch: false).encode(to: &writer)
    } then: { settled in
      switch settled {
      case .refused(.noNode): pending.settle(.success(.stat(nil)))
      default: pending.settle(settled.result(of: step).map { .stat($0) })
      }
    }
  }

  private func pass<Reader: AnswerReader>(
    _ step: Step, _ pending: Pending<StepResult>, _ urgency: SessionDriver.Urgency,
    _ request: OutgoingRequest, _ reader: Reader.Type, _ encode: (inout JuteWriter) -> Void,
    _ convert: @escaping @Sendable (Reader.Reply) throws(ZooKeeperError) -> StepResult
  ) {
    driver.ask(request, readBy: reader, urgency, encode) { settled in
      switch settled.result(of: step) {
      case .failure(let error): pending.settle(.failure(error))
      case .success(let reply):
        do throws(ZooKeeperError) {
          pending.settle(.success(try convert(reply)))
        } catch {
          pending.settle(.failure(error))
        }
      }
    }
  }
}

extension Settled {
  fileprivate func result(of step: Step) -> Result<Reply, ZooKeeperError> {
    switch self {
    case .reply(let reply): .success(reply)
    case .refused(let verdict):
      .failure(ZooKeeperError(verdict, operation: step.operation, path: step.path))
    case .failed(let failure):
      .failure(ZooKeeperError(failure, operation: step.operation, path: step.path))
    }
  }
}
