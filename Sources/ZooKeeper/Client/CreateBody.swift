import ZooKeeperModel
import ZooKeeperWire

/// A create, as it travels.
struct CreateBody {
  var path: String
  var data: Payload
  var mode: CreateMode
  var acl: AccessControl

  /// What asks for it; `plainly` for servers before 3.5, which create without telling the stat.
  func operation(plainly: Bool) -> OpCode {
    switch mode {
    case .timeToLive, .timeToLiveSequential: .createTTL
    case .container: .createContainer
    case .persistent, .persistentSequential, .ephemeral, .ephemeralSequential:
      plainly ? .create : .create2
    }
  }

  func encode(to writer: inout JuteWriter) {
    if let timeToLive {
      withTimeToLive(timeToLive).encode(to: &writer)
    } else {
      plain.encode(to: &writer)
    }
  }

  /// As a step of a transaction; `plainly` for servers before 3.5.
  func step(plainly: Bool) -> MultiOperation {
    if let timeToLive { return .createTTL(withTimeToLive(timeToLive)) }
    if mode == .container { return .createContainer(plain) }
    return plainly ? .create(plain) : .create2(plain)
  }

  private var plain: CreateRequest {
    CreateRequest(path: path, data: data.bytes, acl: acl.entries, flags: mode.flags)
  }

  private func withTimeToLive(_ timeToLive: TimeToLive) -> CreateTTLRequest {
    CreateTTLRequest(
      path: path, data: data.bytes, acl: acl.entries, flags: mode.flags,
      ttlMilliseconds: timeToLive.milliseconds)
  }

  private var timeToLive: TimeToLive? {
    switch mode {
    case .timeToLive(let time), .timeToLiveSequential(let time): time
    default: nil
    }
  }
}

extension Created {
  /// Takes a server's answer.
  init(_ reply: CreateReply, root: ZNodePath) throws(ZooKeeperError) {
    let path = try ZNodePath(fromServer: reply.path, in: .create)
    self.init(path: path.relative(to: root), czxid: reply.stat.czxid, stat: reply.stat)
  }

  /// Takes the answer of a server that does not tell the stat.
  init(_ reply: ReadsCreatedPath.Reply, root: ZNodePath) throws(ZooKeeperError) {
    let path = try ZNodePath(fromServer: reply.path, in: .create)
    self.init(path: path.relative(to: root), czxid: reply.zxid, stat: nil)
  }
}

extension ZNodePath {
  /// Takes a path from an answer, which has to be one.
  init(fromServer text: String, in operation: OperationName) throws(ZooKeeperError) {
    do throws(InvalidPath) {
      try self.init(validating: text)
    } catch {
      throw ZooKeeperError(
        .protocolViolation, outcome: .unknown, operation: operation, detail: "\(error)")
    }
  }
}
