import ZooKeeperModel

/// What the server keeps at a path for all who listen there, once one of them wants more than one
/// event.
///
/// Servers before 3.9 keep one watch for each connection and path, and whatever is asked for later
/// takes its place, be it the watch of one shot that a read leaves. So there the widest of all has
/// to serve everybody. Later servers keep one of each kind; what is written down here is what an
/// older one would have.
struct LastingWatches: Sendable {
  private struct Entry: Sendable {
    /// When the server has carried out all that it was asked.
    var asked: WatchMode?
    /// As far as the server has answered.
    var kept: WatchMode?
    var unanswered: Int32 = 0
  }

  private var entries: [ZNodePath: Entry] = [:]

  var isEmpty: Bool { entries.isEmpty }

  func contains(_ path: ZNodePath) -> Bool { entries[path] != nil }

  func asked(at path: ZNodePath) -> WatchMode? { entries[path]?.asked }

  func kept(at path: ZNodePath) -> WatchMode? { entries[path]?.kept }

  mutating func ask(for mode: WatchMode, at path: ZNodePath) {
    entries[path, default: Entry()].asked = mode
    entries[path, default: Entry()].unanswered += 1
  }

  mutating func answered(_ mode: WatchMode, at path: ZNodePath, isKept: Bool) {
    var entry = entries[path] ?? Entry()
    entry.unanswered = max(0, entry.unanswered - 1)
    if isKept { entry.kept = mode }
    // What was refused leaves things as they were, unless more is on its way.
    if entry.unanswered == 0 { entry.asked = entry.kept }
    let isOver = entry.asked == nil && entry.kept == nil
    entries[path] = isOver ? nil : entry
  }

  /// A new connection is asked for it before anything else.
  mutating func restore(_ mode: WatchMode, at path: ZNodePath) {
    if entries[path]?.kept == .recursive { return }
    entries[path] = Entry(asked: mode, kept: mode)
  }

  /// The server has it no more, or will have lost it before it reads what is asked for from here
  /// on.
  mutating func forget(_ path: ZNodePath) { entries[path] = nil }

  mutating func forgetAll() { entries = [:] }
}

/// How a request leaves its watch on the server, if it succeeds.
enum WatchTrace: Hashable, Sendable {
  /// As the request says.
  case own
  /// As one that an older server keeps for all who listen there.
  case lasting(WatchMode)
  /// Not at all: the listener hears by what lasts there already.
  case shared
}
