import ZooKeeper

/// What stands behind `zkbench client` and `zkbench recipes`: the options that all load programs
/// share, so that one harness can run them side by side.
struct ClientBenchmarkOptions {
  /// What is done.
  enum Workload: String, CaseIterable {
    case seqget, get, set, createdel, children, multi, mixed, connect, watch, sessions
    case lock, handoff
  }

  /// Where the tasks run that wait for answers.
  enum Place: String {
    /// Wherever the runtime puts them.
    case pool
    /// On the thread that moves the client's bytes.
    case loop
  }

  private(set) var servers: ServerList = "localhost:2181"
  private(set) var client = "swift"
  private(set) var workload = Workload.get
  private(set) var window = 1
  private(set) var size = 100
  private(set) var count = 100
  private(set) var seconds = 0.8
  private(set) var warmUpSeconds = 0.4
  private(set) var place = Place.pool

  /// Says what is wrong with the arguments if something is.
  init(_ arguments: some Sequence<String>) throws {
    var words = arguments.makeIterator()
    while let option = words.next() {
      guard let value = words.next() else { throw LoadFailure("\(option) lacks its value") }
      switch option {
      case "--host": servers = try ServerList(validating: value)
      case "--client": client = value
      case "--workload":
        guard let known = Workload(rawValue: value) else { throw UnsupportedWorkload(name: value) }
        workload = known
      case "--window": window = try Self.number(option, value)
      case "--size": size = try Self.number(option, value)
      case "--n": count = try Self.number(option, value)
      case "--secs": seconds = try Self.seconds(option, value)
      case "--warm": warmUpSeconds = try Self.seconds(option, value)
      case "--tasks":
        guard let known = Place(rawValue: value) else {
          throw LoadFailure("--tasks wants pool or loop")
        }
        place = known
      default: throw LoadFailure("\(option) is no option")
      }
    }
  }

  private static func number(_ option: String, _ value: String) throws -> Int {
    guard let number = Int(value), (1...Int(Int32.max)).contains(number) else {
      throw LoadFailure("\(option) wants a number above zero")
    }
    return number
  }

  private static func seconds(_ option: String, _ value: String) throws -> Double {
    guard let number = Double(value), number > 0, number <= 3600 else {
      throw LoadFailure("\(option) wants seconds")
    }
    return number
  }
}

/// The harness asks for something that this program does not do, and goes on without it.
struct UnsupportedWorkload: Error {
  let name: String
}
