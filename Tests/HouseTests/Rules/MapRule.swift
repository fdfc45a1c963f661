/// The map of the house shows every room, so that a newcomer can say where a line belongs, and what
/// each may import, just as the rule that guards the imports has it.
struct MapRule: Rule {
  static let path = "Sources/README.md"

  let rooms: [Room]

  func violations(in tree: SourceTree) -> [Violation] {
    guard let file = tree[Self.path] else {
      return [Violation(Self.path, "the map of the house is missing", instead: "draw it")]
    }
    let map = Markdown(file)
    let rows = map.tableRows.compactMap(MapRow.init)
    return hiddenFolders(of: tree, on: map) + rooms.flatMap { violations(of: $0, in: rows) }
      + rows.filter { row in !rooms.contains(where: row.shows) }.map {
        Violation(
          Self.path, line: $0.line, "the map shows \($0.title), which Room.all does not describe",
          instead: "describe it there, or remove the row")
      }
  }

  private func hiddenFolders(of tree: SourceTree, on map: Markdown) -> [Violation] {
    let names = Set(map.codeSpans.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 })
    let recipes = tree.folders.contains("Recipes") ? ["Recipes"] : []
    return (["Sources", "Tests", "Shell"].flatMap(tree.subfolders) + recipes)
      .filter { folder in
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        return !names.contains(folder) && !names.contains(name)
      }
      .map {
        Violation(
          Self.path, "the map does not show \($0)",
          instead: "add a row with its name between backticks")
      }
  }

  private func violations(of room: Room, in rows: [MapRow]) -> [Violation] {
    guard let row = rows.first(where: { $0.shows(room) }) else {
      return [
        Violation(
          Self.path, "no row of the table is about \(room.module)",
          instead: "add one that says what it may import")
      ]
    }
    if row.imports == room.imports, row.doors == room.doors { return [] }
    return [
      Violation(
        Self.path, line: row.line,
        "\(room.module) may import \(text(row.imports, row.doors)) according to the map, and"
          + " \(text(room.imports, room.doors)) according to Room.all",
        instead: "make them agree")
    ]
  }

  private func text(_ imports: Set<String>, _ doors: [String: Set<String>]) -> String {
    let exceptions = doors.sorted { $0.key < $1.key }
      .map { "; \(list($0.value)) in \($0.key)" }
      .joined()
    return list(imports) + exceptions
  }

  private func list(_ modules: Set<String>) -> String {
    modules.isEmpty ? "nothing" : modules.sorted().joined(separator: ", ")
  }
}
