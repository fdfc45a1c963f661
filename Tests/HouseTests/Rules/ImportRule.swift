/// Each room imports only what its entry in the table allows. Tests may import anything.
struct ImportRule: Rule {
  let rooms: [Room]

  func violations(in tree: SourceTree) -> [Violation] {
    undescribedRooms(in: tree) + emptyRooms(in: tree)
      + rooms.flatMap { room in
        tree.swiftFiles
          .filter { $0.isInside(room.folder) }
          .flatMap { violations(in: $0, of: room) }
      }
  }

  private func undescribedRooms(in tree: SourceTree) -> [Violation] {
    let recipes = tree.folders.contains("Recipes") ? ["Recipes"] : []
    return (tree.subfolders(of: "Sources") + tree.subfolders(of: "Shell") + recipes)
      .filter { folder in !rooms.contains { $0.folder == folder } }
      .map {
        Violation(
          $0, "this room is missing from the table of imports",
          instead: "add it to Room.all with the modules it may import")
      }
  }

  private func emptyRooms(in tree: SourceTree) -> [Violation] {
    rooms.filter { !tree.folders.contains($0.folder) }.map {
      Violation(
        $0.folder, "the table of imports describes \($0.module), which does not exist",
        instead: "remove it from Room.all")
    }
  }

  private func violations(in file: SourceFile, of room: Room) -> [Violation] {
    if room.isC {
      return [
        Violation(
          file.path, "\(room.module) is a room of C",
          instead: "move Swift into a Swift room")
      ]
    }
    let allowed = room.allowedImports(of: file)
    return Import.all(in: file.tokens).filter { !allowed.contains($0.module) }.map {
      Violation(
        file.path, line: $0.line, "\(room.module) must not import \($0.module)",
        instead: allowed.isEmpty
          ? "import nothing here" : "it may import \(allowed.sorted().joined(separator: ", "))")
    }
  }
}
