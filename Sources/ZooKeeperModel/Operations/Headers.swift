/// What stands before every request but the first.
@usableFromInline package struct RequestHeader: Hashable, Sendable {
  @usableFromInline package var xid: Xid
  @usableFromInline package var operation: OpCode

  @inlinable
  package init(xid: Xid, operation: OpCode) {
    self.xid = xid
    self.operation = operation
  }
}

/// What stands before every reply but the first, and before every watch event.
@usableFromInline package struct ReplyHeader: Hashable, Sendable {
  @usableFromInline package var xid: Xid
  /// How far the server was when it answered; zero in answers to credentials.
  @usableFromInline package var zxid: Zxid
  @usableFromInline package var error: ErrorCode

  @inlinable
  package init(xid: Xid, zxid: Zxid, error: ErrorCode = .ok) {
    self.xid = xid
    self.zxid = zxid
    self.error = error
  }
}
