/// How a storm went for those who contend by one library.
package struct StormFigures: Hashable, Sendable {
  package var acquired = 0
  package var lost = 0
  package var denied = 0
  package var changes = 0
  package var unknown = 0
  package var refused = 0
  package var pauses = 0

  package init() {}
}

extension StormFigures: CustomStringConvertible {
  package var description: String {
    "acquired \(acquired), lost \(lost), denied \(denied), changes \(changes),"
      + " unknown \(unknown), refused \(refused), pauses \(pauses)"
  }
}
