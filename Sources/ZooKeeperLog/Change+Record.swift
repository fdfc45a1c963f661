import ZooKeeperModel
import ZooKeeperTree
import ZooKeeperWire

extension Change {
  /// The type that the change is logged under.
  ///
  /// Some changes have two types, which say only how the client asked: create2 is logged as create,
  /// deleteContainer as delete, reconfig as setData. Whoever reads a log does the same with both.
  var type: OpCode {
    switch self {
    case .create: .create
    case .createContainer: .createContainer
    case .createTTL: .createTTL
    case .delete: .delete
    case .setData: .setData
    case .setACL: .setACL
    case .check: .check
    case .createSession: .createSession
    case .closeSession: .closeSession
    case .error: .error
    case .multi: .multi
    }
  }

  /// Reads a change of a type; nil if there is no such type.
  @_lifetime(reader: copy reader)
  init?(_ type: OpCode, from reader: inout JuteReader) throws(WireError) {
    switch type {
    case .createSession:
      self = .createSession(timeoutMilliseconds: try reader.int32("timeOut"))
    case .closeSession:
      self = .closeSession(paths: try reader.closedPaths())
    case .multi:
      self = .multi(try reader.steps())
    default:
      guard let change = try Change(step: type, from: &reader) else { return nil }
      self = change
    }
  }

  /// Reads a change that may also stand inside a multi.
  @_lifetime(reader: copy reader)
  fileprivate init?(step type: OpCode, from reader: inout JuteReader) throws(WireError) {
    switch type {
    case .create, .create2:
      var node = try reader.newNode()
      let isEphemeral = try reader.bool("ephemeral")
      // The oldest logs end here.
      if reader.remaining > 0 { node.parentCVersion = try reader.int32("parentCVersion") }
      self = .create(node, isEphemeral: isEphemeral)
    case .createContainer, .createTTL:
      var node = try reader.newNode()
      node.parentCVersion = try reader.int32("parentCVersion")
      self =
        type == .createContainer
        ? .createContainer(node)
        : .createTTL(node, ttlMilliseconds: try reader.int64("ttl"))
    case .delete, .deleteContainer:
      self = .delete(path: try reader.string("path"))
    case .setData, .reconfig:
      self = .setData(
        path: try reader.string("path"), data: try reader.data("data"),
        version: Version(rawValue: try reader.int32("version")))
    case .setACL:
      self = .setACL(
        path: try reader.string("path"), acl: try reader.acl("acl"),
        version: Version(rawValue: try reader.int32("version")))
    case .check:
      self = .check(
        path: try reader.string("path"), version: Version(rawValue: try reader.int32("version")))
    case .error:
      self = .error(ErrorCode(rawValue: try reader.int32("err")))
    default:
      return nil
    }
  }
}

extension JuteReader {
  /// What all creates begin with. What the oldest logs lack is −1, as Apache reads it.
  @_lifetime(self: copy self)
  fileprivate mutating func newNode() throws(WireError) -> NodeCreation {
    NodeCreation(
      path: try string("path"), data: try data("data"), acl: try acl("acl"), parentCVersion: -1)
  }

  /// The paths that go with a session; nil where a server of today was told not to log them, or the
  /// log is from before they were logged.
  @_lifetime(self: copy self)
  fileprivate mutating func closedPaths() throws(WireError) -> [String]? {
    if remaining == 0 { return nil }
    if remaining == LogRecord.digestBytes {
      // As many bytes as a digest. Its version, 2, would be two paths, which cannot be that short.
      var ahead = self
      if try ahead.int32("digest.version") == 2 { return nil }
    }
    return try strings("paths2Delete")
  }

  @_lifetime(self: copy self)
  fileprivate mutating func steps() throws(WireError) -> [Change] {
    let count = Int(try int32("txns"))
    // A type and a length are the least that a step takes.
    guard count >= 0, count <= remaining / 8 else {
      throw WireError(
        field: "txns", offset: offset - 4, reason: .tooMany(count, remaining: remaining))
    }
    var steps: [Change] = []
    steps.reserveCapacity(count)
    for _ in 0..<count {
      let type = OpCode(rawValue: try int32("txn.type"))
      let start = offset
      guard let bytes = try buffer("txn.data") else {
        throw WireError(field: "txn.data", offset: start, reason: .null)
      }
      var reader = JuteReader(bytes)
      guard let step = try Change(step: type, from: &reader), reader.remaining == 0 else {
        throw WireError(field: "txn.type", offset: start - 4, reason: .unexpectedStep(type))
      }
      steps.append(step)
    }
    return steps
  }
}

extension Change {
  func encode(to writer: inout JuteWriter) {
    switch self {
    case .create(let node, let isEphemeral):
      node.encodeStart(to: &writer)
      writer.bool(isEphemeral)
      writer.int32(node.parentCVersion)
    case .createContainer(let node):
      node.encodeStart(to: &writer)
      writer.int32(node.parentCVersion)
    case .createTTL(let node, let ttl):
      node.encodeStart(to: &writer)
      writer.int32(node.parentCVersion)
      writer.int64(ttl)
    case .delete(let path):
      writer.string(path)
    case .setData(let path, let data, let version):
      writer.string(path)
      writer.data(data)
      writer.int32(version.rawValue)
    case .setACL(let path, let acl, let version):
      writer.string(path)
      writer.acl(acl)
      writer.int32(version.rawValue)
    case .check(let path, let version):
      writer.string(path)
      writer.int32(version.rawValue)
    case .createSession(let timeout):
      writer.int32(timeout)
    case .closeSession(let paths):
      if let paths { writer.strings(paths) }
    case .error(let code):
      writer.int32(code.rawValue)
    case .multi(let steps):
      writer.int32(Int32(steps.count))
      for step in steps {
        writer.int32(step.type.rawValue)
        writer.frame { step.encode(to: &$0) }
      }
    }
  }
}

extension NodeCreation {
  fileprivate func encodeStart(to writer: inout JuteWriter) {
    writer.string(path)
    writer.data(data)
    writer.acl(acl)
  }
}
