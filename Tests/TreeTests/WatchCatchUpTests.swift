import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

@Suite struct WatchCatchUpTests {
  private var tree = DataTree(.init(checksum: nil, hashKey: 1))
  private var watches = WatchIndex()
  private let connection = ConnectionID(rawValue: 1)

  init() {
    apply(.create(node("/old"), isEphemeral: false), zxid: 5)
    apply(.create(node("/changed"), isEphemeral: false), zxid: 6)
    apply(.create(node("/parent"), isEphemeral: false), zxid: 7)
    apply(.setData(path: "/changed", data: [1], version: Version(rawValue: 1)), zxid: 11)
    apply(.create(node("/parent/new"), isEphemeral: false), zxid: 12)
  }

  private func node(_ path: String) -> NodeCreation {
    NodeCreation(path: path, data: nil, acl: AccessControl.open.entries, parentCVersion: -1)
  }

  private mutating func apply(_ change: Change, zxid: Int64) {
    let transaction = Transaction(
      session: SessionID(rawValue: 7), cxid: 1, zxid: Zxid(rawValue: zxid),
      time: Timestamp(millisecondsSinceEpoch: 1), change: change)
    tree.apply(transaction) { _ in }
  }

  /// Registers watches of a client that has seen everything through transaction 10.
  private mutating func register(
    data: [String]? = [], exists: [String]? = [], children: [String]? = []
  ) -> [WatchCatchUp.Missed]? {
    let request = SetWatchesRequest(
      relativeZxid: Zxid(rawValue: 10), dataWatches: data, existWatches: exists,
      childWatches: children)
    return WatchCatchUp(connection: connection, tree: tree).register(request, in: &watches)
  }

  private func missed(_ kind: WatchEventKind, _ path: String, _ gate: Int64) -> WatchCatchUp.Missed
  {
    WatchCatchUp.Missed(kind: kind, path: path, gate: Zxid(rawValue: gate))
  }

  @Test("a data watch fires for a node that changed or went, and is left again otherwise")
  mutating func dataWatches() {
    let events = register(data: ["/old", "/changed", "/gone"])
    // That /gone is gone shows in the root, whose children changed last at 7.
    #expect(events == [missed(.nodeDataChanged, "/changed", 11), missed(.nodeDeleted, "/gone", 7)])
    #expect(watches.has(.data, connection, "/old"))
    #expect(!watches.has(.data, connection, "/changed"))
    #expect(!watches.has(.data, connection, "/gone"))
  }

  @Test("a watch for a node to come fires if it is there, however long")
  mutating func existWatches() {
    let events = register(exists: ["/old", "/never"])
    #expect(events == [missed(.nodeCreated, "/old", 5)])
    #expect(watches.has(.data, connection, "/never"))
  }

  @Test("a watch for children fires if the list changed or the node went")
  mutating func childWatches() {
    let events = register(children: ["/parent", "/old", "/gone"])
    #expect(
      events == [missed(.nodeChildrenChanged, "/parent", 12), missed(.nodeDeleted, "/gone", 7)])
    #expect(watches.has(.children, connection, "/old"))
    #expect(!watches.has(.children, connection, "/parent"))
  }

  @Test("watches that outlive their events are left without looking back")
  mutating func persistent() {
    let oneShot = SetWatchesRequest(
      relativeZxid: .zero, dataWatches: [], existWatches: [], childWatches: [])
    let request = SetWatches2Request(
      oneShot: oneShot, persistentWatches: ["/changed"], persistentRecursiveWatches: ["/gone"])
    let events = WatchCatchUp(connection: connection, tree: tree).register(request, in: &watches)
    #expect(events == [])
    #expect(watches.has(.persistent, connection, "/changed"))
    #expect(watches.has(.persistentRecursive, connection, "/gone"))
  }

  @Test("a null list is refused, as real servers do, and leaves nothing behind")
  mutating func nullLists() {
    #expect(register(data: nil) == nil)
    #expect(register(exists: nil) == nil)
    #expect(register(data: ["/old"], children: nil) == nil)
    #expect(!watches.has(.any, connection, "/old"))
    let request = SetWatches2Request(
      oneShot: SetWatchesRequest(
        relativeZxid: .zero, dataWatches: ["/old"], existWatches: [], childWatches: []),
      persistentWatches: nil, persistentRecursiveWatches: [])
    let events = WatchCatchUp(connection: connection, tree: tree).register(request, in: &watches)
    #expect(events == nil)
    #expect(!watches.has(.any, connection, "/old"))
  }
}
