import FrameSupport
import Testing
import ZooKeeperModel

/// Our numbers against those of Apache's own classes.
@Suite struct NumberTests {
  private let numbers: [String: [String: Int32]]

  init() throws {
    var numbers: [String: [String: Int32]] = [:]
    for line in try Golden.lines(of: "numbers") {
      let entry = try JSON(parsing: line)
      guard let kind = entry["kind"]?.string, let name = entry["name"]?.string,
        case .number(let number)? = entry["number"]
      else { continue }
      numbers[kind, default: [:]][name] = Int32(number)
    }
    self.numbers = numbers
  }

  @Test("every operation has Apache's number and name, and none is missing")
  func operations() {
    let ours = OpCode.names.map { ($0.value, $0.key.rawValue) }
    #expect(Dictionary(uniqueKeysWithValues: ours) == numbers["operation"])
  }

  @Test("every error has Apache's number and name, and none is missing")
  func errors() {
    let ours = ErrorCode.known.map { ($0.description.uppercased(), $0.rawValue) }
    #expect(Dictionary(uniqueKeysWithValues: ours) == numbers["error"])
  }

  @Test("permissions are Apache's bits")
  func permissions() {
    let ours: [String: Permissions] = [
      "READ": .read, "WRITE": .write, "CREATE": .create, "DELETE": .delete, "ADMIN": .admin,
      "ALL": .all,
    ]
    #expect(ours.mapValues(\.rawValue) == numbers["permission"])
  }

  @Test("create modes have Apache's flags")
  func createModes() throws {
    let minute = try #require(TimeToLive(milliseconds: 60_000))
    let ours: [String: CreateMode] = [
      "PERSISTENT": .persistent, "PERSISTENT_SEQUENTIAL": .persistentSequential,
      "EPHEMERAL": .ephemeral, "EPHEMERAL_SEQUENTIAL": .ephemeralSequential,
      "CONTAINER": .container, "PERSISTENT_WITH_TTL": .timeToLive(minute),
      "PERSISTENT_SEQUENTIAL_WITH_TTL": .timeToLiveSequential(minute),
    ]
    #expect(ours.mapValues(\.flags.rawValue) == numbers["createMode"])
    for (name, mode) in ours {
      #expect(mode.isSequential == name.contains("SEQUENTIAL"))
    }
  }

  @Test("kinds of watches, events and states have Apache's numbers")
  func watching() {
    let modes: [String: AddWatchMode] = [
      "PERSISTENT": .persistent, "PERSISTENT_RECURSIVE": .persistentRecursive,
    ]
    #expect(modes.mapValues(\.rawValue) == numbers["addWatchMode"])
    let watchers: [String: WatcherKind] = [
      "Children": .children, "Data": .data, "Any": .any, "Persistent": .persistent,
      "PersistentRecursive": .persistentRecursive,
    ]
    #expect(watchers.mapValues(\.rawValue) == numbers["watcherType"])
    let events: [String: WatchEventKind] = [
      "None": .none, "NodeCreated": .nodeCreated, "NodeDeleted": .nodeDeleted,
      "NodeDataChanged": .nodeDataChanged, "NodeChildrenChanged": .nodeChildrenChanged,
      "DataWatchRemoved": .dataWatchRemoved, "ChildWatchRemoved": .childWatchRemoved,
      "PersistentWatchRemoved": .persistentWatchRemoved,
    ]
    #expect(events.mapValues(\.rawValue) == numbers["eventType"])
    let states: [String: KeeperState] = [
      "Unknown": .unknown, "Disconnected": .disconnected, "NoSyncConnected": .noSyncConnected,
      "SyncConnected": .connected, "AuthFailed": .authFailed,
      "ConnectedReadOnly": .connectedReadOnly, "SaslAuthenticated": .saslAuthenticated,
      "Expired": .expired, "Closed": .closed,
    ]
    #expect(states.mapValues(\.rawValue) == numbers["keeperState"])
  }
}
