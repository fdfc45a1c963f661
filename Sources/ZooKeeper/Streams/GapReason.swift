/// Why changes may be missing from a stream of changes.
///
/// Whatever the reason, read again what you care about: everything that happened before the gap is
/// visible to a read made after it. Where several reasons meet, the last in this order is told.
public enum GapReason: Hashable, Comparable, Sendable {
  /// You read more slowly than changes came, and those that waited were dropped.
  case overflow
  /// The connection was away. Servers do not remember what such a watch missed meanwhile.
  case reconnected
  /// The session ended and another one took its place. Its ephemeral nodes are gone or will be.
  case newSession
  /// As `newSession`, and the servers know less than they once did: their data was wiped, or
  /// restored from a backup. Zxids and versions that you remember may come again for something
  /// else.
  case historyReplaced
}
