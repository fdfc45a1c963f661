/// The owner of a listener: who decides about those that come.
package protocol ListenerHandler: AnyObject {
  /// Somebody asks for a connection. Nil closes it at once.
  func handler(for peer: SocketAddress) -> (any StreamHandler)?

  /// Connections cannot be accepted, mostly because the process has no descriptors left. The
  /// listener keeps trying; it says this once, and again only after it could accept in between.
  func acceptingFailed(_ error: SystemError)
}
