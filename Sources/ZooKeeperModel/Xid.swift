/// The number a client gives a request so that it recognises the reply.
@usableFromInline package struct Xid: RawRepresentable, Hashable, Sendable {
  @usableFromInline package let rawValue: Int32

  @inlinable
  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// A watch event: nobody asked for it.
  @inlinable package static var notification: Xid { Xid(rawValue: -1) }
  @inlinable package static var ping: Xid { Xid(rawValue: -2) }
  /// Answered at once, ahead of requests sent before it.
  @inlinable package static var auth: Xid { Xid(rawValue: -4) }
}
