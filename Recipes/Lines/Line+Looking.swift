import ZooKeeper

// Looking on.
extension Line {
  /// Everybody in the line, in their order. Who leaves meanwhile is left out.
  func contenders() async throws(ZooKeeperError) -> [Contender] {
    try await contenders(named: unlessGone(try await client.children(of: parent))?.names ?? [])
  }

  /// Reads what those have said about themselves who stand in the line.
  func contenders(named names: [ZNodeName]) async throws(ZooKeeperError) -> [Contender] {
    let standers = names.compactMap { Stander($0, naming) }.sorted { $0.precedes($1) }
    var contenders: [Contender] = []
    var rest = standers[...]
    while !rest.isEmpty {
      let answers = client.pipeline(rest.prefix(Line.batch).map { .get(parent / $0.name) })
      for (stander, answer) in zip(rest, answers) {
        guard let read = try await unlessGone(try await answer.value) else { continue }
        guard case .get(let node) = read else { throw .unexpected }
        contenders.append(Contender(path: parent / stander.name, node))
      }
      rest = rest.dropFirst(Line.batch)
    }
    return contenders
  }

  /// How many are asked for at once, so that a long line does not fill the outbox.
  private static var batch: Int { 64 }
}
