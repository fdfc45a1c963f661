/// One of those who contend for the same thing.
package struct StormContender: Hashable, Sendable {
  /// The library by which it contends.
  package enum Library: String, CaseIterable, Hashable, Sendable {
    case ours, curator, kazoo

    /// Whether it knows by itself until when it owns something. The others learn from their
    /// connection that they may have lost it, and how soon is a matter of the machine's speed: what
    /// they say holds only as far as a server has confirmed it later.
    var knowsItsDeadline: Bool { self == .ours }
  }

  package let name: String
  package let library: Library

  package init(_ name: String, _ library: Library) {
    self.name = name
    self.library = library
  }
}
