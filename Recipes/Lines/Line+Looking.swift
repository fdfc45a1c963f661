import ZooKeeper

// Looking on.
extension Line {
  /// Everybody in the line, in their order. Who leaves meanwhile is left out.
  func contenders() async throws(ZooKeeperError) -> [LockContender] {
    let names: [ZNodeName]
    do throws(ZooKeeperError) {
      names = try await client.children(of: parent).names
    } catch {
      guard error.code == .noNode else { throw error }
      return []
    }
    let standers = names.compactMap { Stander($0, naming) }.sorted { $0.precedes($1) }
    var contenders: [LockContender] = []
    var rest = standers[...]
    while !rest.isEmpty {
      let answers = client.pipeline(rest.prefix(Line.batch).map { .get(parent / $0.name) })
      for (stander, answer) in zip(rest, answers) {
        do throws(ZooKeeperError) {
          guard case .get(let node) = try await answer.value else { throw .unexpected }
          contenders.append(LockContender(path: parent / stander.name, node))
        } catch {
          guard error.code == .noNode else { throw error }
        }
      }
      rest = rest.dropFirst(Line.batch)
    }
    return contenders
  }

  /// How many are asked for at once, so that a long line does not fill the outbox.
  private static var batch: Int { 64 }
}
