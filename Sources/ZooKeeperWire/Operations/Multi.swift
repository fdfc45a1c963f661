package import ZooKeeperModel

/// What stands before every step of a multi, of every result, and at the end.
private struct MultiHeader: JuteRecord {
  var operation: OpCode
  var isDone: Bool
  var error: Int32

  // A request has no error to tell yet; Apache writes −1.
  static func step(_ operation: OpCode) -> MultiHeader {
    MultiHeader(operation: operation, isDone: false, error: -1)
  }

  static func result(_ operation: OpCode, _ error: ErrorCode = .ok) -> MultiHeader {
    MultiHeader(operation: operation, isDone: false, error: error.rawValue)
  }

  static let end = MultiHeader(operation: .error, isDone: true, error: -1)

  init(operation: OpCode, isDone: Bool, error: Int32) {
    self.operation = operation
    self.isDone = isDone
    self.error = error
  }

  @_lifetime(reader: copy reader)
  init(from reader: inout JuteReader) throws(WireError) {
    operation = OpCode(rawValue: try reader.int32("multi.type"))
    isDone = try reader.bool("multi.done")
    error = try reader.int32("multi.err")
  }

  func encode(to writer: inout JuteWriter) {
    writer.int32(operation.rawValue)
    writer.bool(isDone)
    writer.int32(error)
  }
}

extension MultiRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(operations: [])
    var areReads: Bool?
    while true {
      let offset = reader.offset
      let header = try MultiHeader(from: &reader)
      if header.isDone { return }
      let step = try MultiOperation(header.operation, from: &reader, at: offset)
      guard step.isRead == areReads ?? step.isRead else {
        throw WireError(field: "multi.type", offset: offset, reason: .mixedSteps)
      }
      areReads = step.isRead
      operations.append(step)
    }
  }

  package func encode(to writer: inout JuteWriter) {
    for step in operations {
      MultiHeader.step(step.operation).encode(to: &writer)
      step.encodeBody(to: &writer)
    }
    MultiHeader.end.encode(to: &writer)
  }
}

extension MultiOperation {
  @_lifetime(reader: copy reader)
  fileprivate init(
    _ operation: OpCode, from reader: inout JuteReader, at offset: Int
  ) throws(WireError) {
    switch operation {
    case .create: self = .create(try CreateRequest(from: &reader))
    case .create2: self = .create2(try CreateRequest(from: &reader))
    case .createContainer: self = .createContainer(try CreateRequest(from: &reader))
    case .createTTL: self = .createTTL(try CreateTTLRequest(from: &reader))
    case .delete: self = .delete(try VersionedRequest(from: &reader))
    case .setData: self = .setData(try SetDataRequest(from: &reader))
    case .check: self = .check(try VersionedRequest(from: &reader))
    case .getData: self = .getData(try ReadRequest(from: &reader))
    case .getChildren: self = .getChildren(try ReadRequest(from: &reader))
    default:
      throw WireError(field: "multi.type", offset: offset, reason: .unexpectedStep(operation))
    }
  }

  fileprivate func encodeBody(to writer: inout JuteWriter) {
    switch self {
    case .create(let request), .create2(let request), .createContainer(let request):
      request.encode(to: &writer)
    case .createTTL(let request): request.encode(to: &writer)
    case .delete(let request), .check(let request): request.encode(to: &writer)
    case .setData(let request): request.encode(to: &writer)
    case .getData(let request), .getChildren(let request): request.encode(to: &writer)
    }
  }
}

extension MultiReply: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(results: [])
    while true {
      let offset = reader.offset
      let header = try MultiHeader(from: &reader)
      if header.isDone { return }
      results.append(try MultiResult(header.operation, from: &reader, at: offset))
    }
  }

  package func encode(to writer: inout JuteWriter) {
    for result in results {
      result.encode(to: &writer)
    }
    MultiHeader.end.encode(to: &writer)
  }
}

extension MultiResult {
  @_lifetime(reader: copy reader)
  fileprivate init(
    _ operation: OpCode, from reader: inout JuteReader, at offset: Int
  ) throws(WireError) {
    switch operation {
    case .create: self = .create(path: try reader.string("path"))
    case .create2: self = .create2(try CreateReply(from: &reader))
    case .delete: self = .delete
    case .setData: self = .setData(try Stat(from: &reader))
    case .check: self = .check
    case .getData: self = .getData(try DataReply(from: &reader))
    case .getChildren: self = .getChildren(try reader.strings("children"))
    // Its header has the code too; Apache reads this one.
    case .error: self = .error(ErrorCode(rawValue: try reader.int32("err")))
    default:
      throw WireError(field: "multi.type", offset: offset, reason: .unexpectedStep(operation))
    }
  }

  fileprivate func encode(to writer: inout JuteWriter) {
    switch self {
    case .create(let path):
      MultiHeader.result(.create).encode(to: &writer)
      writer.string(path)
    case .create2(let reply):
      MultiHeader.result(.create2).encode(to: &writer)
      reply.encode(to: &writer)
    case .delete:
      MultiHeader.result(.delete).encode(to: &writer)
    case .setData(let stat):
      MultiHeader.result(.setData).encode(to: &writer)
      stat.encode(to: &writer)
    case .check:
      MultiHeader.result(.check).encode(to: &writer)
    case .getData(let reply):
      MultiHeader.result(.getData).encode(to: &writer)
      reply.encode(to: &writer)
    case .getChildren(let children):
      MultiHeader.result(.getChildren).encode(to: &writer)
      writer.strings(children)
    case .error(let code):
      MultiHeader.result(.error, code).encode(to: &writer)
      writer.int32(code.rawValue)
    }
  }
}
