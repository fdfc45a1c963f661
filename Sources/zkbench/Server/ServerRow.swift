import ZooKeeperModel

/// What many sessions send, and how much of it each has in flight.
struct Load {
  var request: Request
  var connections: Int
  var window: Int
}

/// A row of the table of figures: its name, and the work behind it.
struct ServerRow {
  var name: String
  var work: Work

  enum Work {
    case load(Load)
    /// The first load is what the figures are about; the second keeps the server busy meanwhile.
    case beside(Load, Load)
    case idleSessions(Int)
    case nodes
  }

  /// Nodes come last: nothing else is measured with them in memory.
  static let all = [
    load("ping-16x16", .ping, 16, 16),
    load("get-1x1", get, 1, 1),
    load("get-1x256", get, 1, 256),
    load("get-16x16", get, 16, 16),
    load("get-100x10", get, 100, 10),
    load("set-1x1", set, 1, 1),
    load("set-1x256", set, 1, 256),
    load("set-16x16", set, 16, 16),
    beside("get-beside-writer", writerWindow: 1),
    beside("get-beside-writer-16", writerWindow: 16),
    ServerRow(name: "idle-10000", work: .idleSessions(10_000)),
    ServerRow(name: "nodes", work: .nodes),
  ]

  static let data = [UInt8](repeating: UInt8(ascii: "x"), count: 100)
  static let folder = "/bench"
  private static let readPath = folder + "/read"
  private static let writtenPath = folder + "/written"

  /// What must be there before any load: its own nodes.
  static let preparations = [folder, readPath, writtenPath].map { path in
    Request.create(path: path)
  }

  private static let get = Request.getData(ReadRequest(path: readPath, watch: false))
  private static let set = Request.setData(
    SetDataRequest(path: writtenPath, data: data, version: .any))

  private static func load(
    _ name: String, _ request: Request, _ connections: Int, _ window: Int
  ) -> ServerRow {
    ServerRow(
      name: name,
      work: .load(Load(request: request, connections: connections, window: window)))
  }

  private static func beside(_ name: String, writerWindow: Int) -> ServerRow {
    ServerRow(
      name: name,
      work: .beside(
        Load(request: get, connections: 1, window: 1),
        Load(request: set, connections: 1, window: writerWindow)))
  }
}

extension Request {
  /// A plain node with the data that all rows use.
  static func create(path: String) -> Request {
    .create(
      CreateRequest(
        path: path, data: ServerRow.data, acl: AccessControl.open.entries, flags: .persistent))
  }
}
