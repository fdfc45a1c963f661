import ZooKeeperModel

/// What one writer does, in countable steps: step 0 creates its node, odd steps create a child, and
/// even ones set the node's data. So what comes back tells how far it goes, and of any hole.
struct CountedHistory {
  let path: String

  init(writer: Int) {
    path = "/writer-\(writer)"
  }

  func request(_ step: Int) -> Request {
    if step == 0 { return creation(path, "0") }
    if step % 2 == 1 { return creation("\(path)/\(step)", "child") }
    return .setData(SetDataRequest(path: path, data: Array("\(step)".utf8), version: .any))
  }

  private func creation(_ path: String, _ data: String) -> Request {
    .create(
      CreateRequest(
        path: path, data: Array(data.utf8), acl: AccessControl.open.entries, flags: .persistent))
  }

  /// That something came back which is the beginning of no history.
  struct Hole: Error, CustomStringConvertible {
    let path: String
    let data: Int
    let children: [Int]

    var description: String { "\(path) has the data \(data) and the children \(children)" }
  }

  /// How many steps came back.
  func stepsFound(by client: DurabilityClient) throws -> Int {
    let read = ReadRequest(path: path, watch: false)
    guard case .data(let node) = try client.call(.getData(read)).reply else { return 0 }
    guard case .children(let names) = try client.call(.getChildren(read)).reply else { return 0 }
    let data = Int(String(decoding: node.data ?? [], as: UTF8.self)) ?? -1
    let children = (names ?? []).compactMap { Int($0) }.sorted()
    let last = max(data, children.last ?? 0)
    let odd = Array(stride(from: 1, through: last, by: 2))
    guard data == last / 2 * 2, children == odd else {
      throw Hole(path: path, data: data, children: children)
    }
    return last + 1
  }
}
