/// Several operations in one request: writes that happen together (`multi`), or reads that only
/// travel together (`multiRead`).
package struct MultiRequest: Hashable, Sendable {
  package var operations: [MultiOperation]

  package init(operations: [MultiOperation]) {
    self.operations = operations
  }
}

/// One step of a multi.
package enum MultiOperation: Hashable, Sendable {
  case create(CreateRequest)
  case create2(CreateRequest)
  case createContainer(CreateRequest)
  case createTTL(CreateTTLRequest)
  case delete(VersionedRequest)
  case setData(SetDataRequest)
  case check(VersionedRequest)
  case getData(ReadRequest)
  case getChildren(ReadRequest)

  package var operation: OpCode {
    switch self {
    case .create: .create
    case .create2: .create2
    case .createContainer: .createContainer
    case .createTTL: .createTTL
    case .delete: .delete
    case .setData: .setData
    case .check: .check
    case .getData: .getData
    case .getChildren: .getChildren
    }
  }

  package var isRead: Bool {
    switch self {
    case .getData, .getChildren: true
    case .create, .create2, .createContainer, .createTTL, .delete, .setData, .check: false
    }
  }
}

/// What became of every step of a multi.
package struct MultiReply: Hashable, Sendable {
  package var results: [MultiResult]

  package init(results: [MultiResult]) {
    self.results = results
  }
}

/// What became of one step of a multi.
///
/// The large ones lie apart, so that a peer that sends as many small ones as fit into a frame does
/// not make us hold thirty times as much.
///
/// Of a failed multi every step is an `error`: `ok` before the one that failed,
/// `runtimeInconsistency` after it.
package enum MultiResult: Hashable, Sendable {
  case create(path: String)
  /// Of `create2`, `createContainer` and `createTTL`.
  indirect case create2(CreateReply)
  case delete
  indirect case setData(Stat)
  case check
  indirect case getData(DataReply)
  case getChildren([String]?)
  case error(ErrorCode)
}
