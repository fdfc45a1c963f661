/// The number that says what a request asks for.
///
/// Open on purpose: a number this house does not know travels through unchanged.
@usableFromInline package struct OpCode: RawRepresentable, Hashable, Sendable {
  @usableFromInline package let rawValue: Int32

  @inlinable
  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  @inlinable package static var closeSession: OpCode { OpCode(rawValue: -11) }
  /// Never sent: a session is opened by the connect request. It stands in transaction logs.
  @inlinable package static var createSession: OpCode { OpCode(rawValue: -10) }
  /// A failed step in the reply of a multi, the end of a multi, and a failed write in a log.
  @inlinable package static var error: OpCode { OpCode(rawValue: -1) }
  @inlinable package static var notification: OpCode { OpCode(rawValue: 0) }
  @inlinable package static var create: OpCode { OpCode(rawValue: 1) }
  @inlinable package static var delete: OpCode { OpCode(rawValue: 2) }
  @inlinable package static var exists: OpCode { OpCode(rawValue: 3) }
  @inlinable package static var getData: OpCode { OpCode(rawValue: 4) }
  @inlinable package static var setData: OpCode { OpCode(rawValue: 5) }
  @inlinable package static var getACL: OpCode { OpCode(rawValue: 6) }
  @inlinable package static var setACL: OpCode { OpCode(rawValue: 7) }
  @inlinable package static var getChildren: OpCode { OpCode(rawValue: 8) }
  @inlinable package static var sync: OpCode { OpCode(rawValue: 9) }
  @inlinable package static var ping: OpCode { OpCode(rawValue: 11) }
  @inlinable package static var getChildren2: OpCode { OpCode(rawValue: 12) }
  @inlinable package static var check: OpCode { OpCode(rawValue: 13) }
  @inlinable package static var multi: OpCode { OpCode(rawValue: 14) }
  @inlinable package static var create2: OpCode { OpCode(rawValue: 15) }
  @inlinable package static var reconfig: OpCode { OpCode(rawValue: 16) }
  @inlinable package static var checkWatches: OpCode { OpCode(rawValue: 17) }
  @inlinable package static var removeWatches: OpCode { OpCode(rawValue: 18) }
  @inlinable package static var createContainer: OpCode { OpCode(rawValue: 19) }
  @inlinable package static var deleteContainer: OpCode { OpCode(rawValue: 20) }
  @inlinable package static var createTTL: OpCode { OpCode(rawValue: 21) }
  @inlinable package static var multiRead: OpCode { OpCode(rawValue: 22) }
  @inlinable package static var auth: OpCode { OpCode(rawValue: 100) }
  @inlinable package static var setWatches: OpCode { OpCode(rawValue: 101) }
  @inlinable package static var sasl: OpCode { OpCode(rawValue: 102) }
  @inlinable package static var getEphemerals: OpCode { OpCode(rawValue: 103) }
  @inlinable package static var getAllChildrenNumber: OpCode { OpCode(rawValue: 104) }
  @inlinable package static var setWatches2: OpCode { OpCode(rawValue: 105) }
  @inlinable package static var addWatch: OpCode { OpCode(rawValue: 106) }
  @inlinable package static var whoAmI: OpCode { OpCode(rawValue: 107) }
}

extension OpCode: CustomStringConvertible {
  @usableFromInline package var description: String {
    OpCode.names[self] ?? "operation \(rawValue)"
  }

  /// Every operation by the name that Apache's documentation gives it.
  package static let names: [OpCode: String] = [
    .closeSession: "closeSession", .createSession: "createSession", .error: "error",
    .notification: "notification", .create: "create", .delete: "delete", .exists: "exists",
    .getData: "getData", .setData: "setData", .getACL: "getACL", .setACL: "setACL",
    .getChildren: "getChildren", .sync: "sync", .ping: "ping", .getChildren2: "getChildren2",
    .check: "check", .multi: "multi", .create2: "create2", .reconfig: "reconfig",
    .checkWatches: "checkWatches", .removeWatches: "removeWatches",
    .createContainer: "createContainer", .deleteContainer: "deleteContainer",
    .createTTL: "createTTL", .multiRead: "multiRead", .auth: "auth", .setWatches: "setWatches",
    .sasl: "sasl", .getEphemerals: "getEphemerals",
    .getAllChildrenNumber: "getAllChildrenNumber", .setWatches2: "setWatches2",
    .addWatch: "addWatch", .whoAmI: "whoAmI",
  ]
}
