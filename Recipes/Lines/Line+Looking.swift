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
    var rest = standers.map { parent / $0.name }[...]
    while !rest.isEmpty {
      let batch = rest.prefix(ZooKeeperClient.readsAtOnceMax)
      for (path, result) in zip(batch, try await client.read(batch.map { .get($0) })) {
        if case .get(let node)? = result { contenders.append(Contender(path: path, node)) }
      }
      rest = rest.dropFirst(batch.count)
    }
    return contenders
  }
}
