import Glibc
import ZooKeeper

/// What stands behind `zkbench server`.
struct ServerBenchmarkOptions {
  private(set) var server: ServerAddress
  private(set) var processID: pid_t?
  private(set) var rows: [ServerRow] = []
  private(set) var seconds = 2
  private(set) var rounds = 1
  private(set) var nodes = 100_000

  /// Says what is wrong with the arguments if something is.
  init(_ arguments: some Sequence<String>) throws {
    var words = arguments.makeIterator()
    guard let name = words.next(), let list = try? ServerList(validating: name),
      list.servers.count == 1, list.root.isRoot
    else {
      throw LoadFailure("the first argument is a server as HOST:PORT")
    }
    server = list.servers[0]
    while let option = words.next() {
      switch (option, words.next()) {
      case ("--pid", let value): processID = pid_t(try Self.number(option, value))
      case ("--seconds", let value): seconds = try Self.number(option, value)
      case ("--rounds", let value): rounds = try Self.number(option, value)
      case ("--nodes", let value): nodes = try Self.number(option, value)
      case ("--row", let value?): rows.append(try Self.row(value))
      default: throw LoadFailure("\(option) is no option, or lacks its value")
      }
    }
    if rows.isEmpty { rows = ServerRow.all }
  }

  private static func number(_ option: String, _ value: String?) throws -> Int {
    guard let number = value.flatMap({ Int($0) }), (1...Int(Int32.max)).contains(number) else {
      throw LoadFailure("\(option) wants a number above zero")
    }
    return number
  }

  private static func row(_ name: String) throws -> ServerRow {
    if let row = ServerRow.all.first(where: { $0.name == name }) { return row }
    let names = ServerRow.all.map(\.name).joined(separator: " ")
    throw LoadFailure("there is no row \(name), but there are: \(names)")
  }
}
