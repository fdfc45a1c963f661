import ZooKeeper

/// A node with children on a server, and the connection to it.
///
/// Events come before the answers that already show what they tell of, as ZooKeeper's do; how far
/// behind an answer the next event is, the history says.
struct SimulatedDirectory {
  private var random: RandomSource
  /// Whether events name their change, as those of newer servers do.
  private let eventsNameTheirChange: Bool
  private var zxid: Int64 = 0
  private(set) var nodes: [ZNodeName: Node]?
  private var pzxid = Zxid.zero
  /// What was told and not taken yet.
  private var events: [WatchChange] = []

  static let path: ZNodePath = "/flags"
  static let names: [ZNodeName] = ["a", "b", "c", "d", "e"]

  init(seed: UInt64) {
    random = RandomSource(seed: seed)
    eventsNameTheirChange = seed % 2 == 0
  }

  mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }

  /// Whether the reader will be told that zxids begin anew.
  var hasNewHistory: Bool { events.contains { $0.gap == .historyReplaced } }

  mutating func takeEvents() -> [WatchChange] {
    defer { events = [] }
    return events
  }
}

// What others do.
extension SimulatedDirectory {
  mutating func change() {
    switch Int.random(in: 0..<40, using: &random) {
    case 0: deleteAll()
    case 1: loseConnection()
    case 2: replaceHistory()
    case 3: tell(.created, Self.path / "a" / "deep")
    default:
      if nodes == nil { create() } else { changeOne() }
    }
  }

  /// Changes that nobody is told of, but that there may be some.
  mutating func loseConnection() {
    for _ in 0..<Int.random(in: 0..<4, using: &random) { changeOne() }
    tellOfGap(.reconnected)
  }

  /// Of several reasons the worst is told.
  private mutating func tellOfGap(_ reason: GapReason) {
    let worst = events.compactMap(\.gap).max().map { max($0, reason) } ?? reason
    events = [WatchChange(.gap(worst), at: Self.path)]
  }

  /// A connection that was away for a moment in which nothing happened.
  func reconnected() -> SimulatedDirectory {
    var copy = self
    copy.events.append(WatchChange(.gap(.reconnected), at: Self.path))
    return copy
  }

  /// The servers have lost what they knew: others write other values by equal numbers.
  private mutating func replaceHistory() {
    zxid = 0
    if nodes != nil {
      nodes = [:]
      for _ in 0..<6 { changeOne() }
    }
    tellOfGap(.historyReplaced)
  }

  private mutating func create() {
    nodes = [:]
    tell(.created, Self.path)
    pzxid = Zxid(rawValue: zxid)
  }

  private mutating func deleteAll() {
    if nodes == nil { return }
    for name in Self.names where nodes?[name] != nil { delete(name) }
    nodes = nil
    tell(.deleted, Self.path)
  }

  private mutating func changeOne() {
    guard nodes != nil else { return create() }
    let name = Self.names[Int.random(in: 0..<Self.names.count, using: &random)]
    if nodes?[name] != nil, chance(3) { return delete(name) }
    let isNew = nodes?[name] == nil
    tell(isNew ? .created : .dataChanged, Self.path / name)
    let number = Int.random(in: 0..<1_000_000, using: &random)
    // Some are no numbers.
    let data: Payload = number % 10 == 0 ? "bad" : "\(number)"
    if isNew { pzxid = Zxid(rawValue: zxid) }
    nodes?[name] = Node(data: data, stat: Stat(mzxid: Zxid(rawValue: zxid)))
  }

  private mutating func delete(_ name: ZNodeName) {
    nodes?[name] = nil
    tell(.deleted, Self.path / name)
    pzxid = Zxid(rawValue: zxid)
  }

  private mutating func tell(_ kind: WatchChange.Kind, _ path: ZNodePath) {
    zxid += 1
    let zxid = eventsNameTheirChange ? Zxid(rawValue: zxid) : nil
    events.append(WatchChange(kind, at: path, zxid: zxid))
  }
}

// What it answers.
extension SimulatedDirectory {
  var children: Children? {
    nodes.map { nodes in Children(names: Array(nodes.keys), stat: Stat(pzxid: pzxid)) }
  }

  func answer(to step: Step) -> StepResult? {
    let node = step.path.name.flatMap { nodes?[$0] }
    return step.operation == .get ? node.map { .get($0) } : .stat(node?.stat)
  }
}
