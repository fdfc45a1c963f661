/// Who watches which path, and how. One of these for data, one for lists of children.
struct WatchTable: Sendable {
  /// How a connection watches a path; several ways at once collapse into one entry.
  struct Modes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// Goes with the first event.
    static let oneShot = Modes(rawValue: 1)
    /// Stays.
    static let persistent = Modes(rawValue: 2)
    /// Stays, and sees everything beneath the path.
    static let recursive = Modes(rawValue: 4)
  }

  private struct Watcher: Sendable {
    var connection: ConnectionID
    var modes: Modes
  }

  // Watchers of a path in the order in which they came, so that events go out in that order.
  private var watchers: [PathKey: [Watcher]] = [:]
  private var paths: [ConnectionID: Set<PathKey>] = [:]
  private var recursiveCount = 0

  var isEmpty: Bool { watchers.isEmpty }

  mutating func add(_ modes: Modes, _ connection: ConnectionID, _ path: String) {
    let key = PathKey(path)
    let index = watchers[key]?.firstIndex { $0.connection == connection }
    if let index {
      change(key, at: index) { $0.union(modes) }
    } else {
      watchers[key, default: []].append(Watcher(connection: connection, modes: []))
      paths[connection, default: []].insert(key)
      change(key, at: (watchers[key]?.count ?? 1) - 1) { _ in modes }
    }
  }

  func modes(_ connection: ConnectionID, _ path: String) -> Modes {
    watchers[PathKey(path)]?.first { $0.connection == connection }?.modes ?? []
  }

  /// Takes modes away; tells whether the connection had any of them.
  mutating func remove(_ modes: Modes, _ connection: ConnectionID, _ path: String) -> Bool {
    let key = PathKey(path)
    guard let index = watchers[key]?.firstIndex(where: { $0.connection == connection }),
      let old = watchers[key]?[index].modes, !old.isDisjoint(with: modes)
    else { return false }
    change(key, at: index) { $0.subtracting(modes) }
    return true
  }

  mutating func removeAll(of connection: ConnectionID) {
    for key in paths[connection] ?? [] {
      guard let index = watchers[key]?.firstIndex(where: { $0.connection == connection }) else {
        continue
      }
      change(key, at: index) { _ in [] }
    }
  }

  /// Whom an event at a path concerns. Their one-shot watches on the path are used up.
  mutating func fire(_ path: String) -> [ConnectionID] {
    var concerned: [ConnectionID] = []
    let key = PathKey(path)
    if let direct = watchers[key] {
      concerned = direct.map(\.connection)
      for index in direct.indices.reversed() where direct[index].modes.contains(.oneShot) {
        change(key, at: index) { $0.subtracting(.oneShot) }
      }
    }
    guard recursiveCount > 0 else { return concerned }
    for ancestor in key.withAncestors.dropFirst() {
      for watcher in watchers[ancestor] ?? [] where watcher.modes.contains(.recursive) {
        if !concerned.contains(watcher.connection) { concerned.append(watcher.connection) }
      }
    }
    return concerned
  }

  /// The only place where modes change, so that counts and lists cannot drift apart.
  private mutating func change(_ key: PathKey, at index: Int, _ body: (Modes) -> Modes) {
    guard var list = watchers.removeValue(forKey: key) else { return }
    let watcher = list[index]
    let modes = body(watcher.modes)
    recursiveCount += (modes.contains(.recursive) ? 1 : 0)
    recursiveCount -= (watcher.modes.contains(.recursive) ? 1 : 0)
    if modes.isEmpty {
      list.remove(at: index)
      paths[watcher.connection]?.remove(key)
      if paths[watcher.connection]?.isEmpty == true { paths[watcher.connection] = nil }
    } else {
      list[index].modes = modes
    }
    if !list.isEmpty { watchers[key] = list }
  }
}

// What administrators ask.
extension WatchTable {
  var pathCount: Int { watchers.count }

  var connectionCount: Int { paths.count }

  /// Watches in all, a path once for each connection that watches it.
  var count: Int {
    watchers.values.reduce(0) { $0 + $1.count }
  }

  /// What a connection watches, sorted by bytes.
  func paths(of connection: ConnectionID) -> [String] {
    (paths[connection] ?? []).map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Everybody who watches something, in the order in which they connected.
  var connections: [ConnectionID] {
    paths.keys.sorted { $0.rawValue < $1.rawValue }
  }

  /// Who watches each path, in the order in which they came; the paths sorted by bytes.
  var connectionsByPath: [(path: String, connections: [ConnectionID])] {
    watchers.map { (path: $0.key.text, connections: $0.value.map(\.connection)) }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
