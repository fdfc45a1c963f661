/// A row in the map's table of rooms, whose third column says what the room may import.
///
/// Our own modules stand between backticks, those of the toolchain as plain words with a capital
/// letter; any other word is prose. What single files may import beyond that follows behind
/// semicolons: ``; Glibc in `FileStorage.swift` only``.
struct MapRow {
  let imports: Set<String>
  let doors: [String: Set<String>]
  let line: Int
  private let names: [String]

  /// Nil for a row of another table, and for the head of this one.
  init?(_ row: Markdown.TableRow) {
    guard row.cells.count == 3, !row.cells[0].codeSpans.isEmpty else { return nil }
    names = row.cells[0].codeSpans
    line = row.line
    var imports: Set<String> = []
    var doors: [String: Set<String>] = [:]
    for part in row.cells[2].source.split(separator: ";").map(Markdown.Prose.init) {
      let files = part.codeSpans.filter(Self.isFile)
      let modules = Self.modules(in: part)
      if files.isEmpty { imports.formUnion(modules) }
      for file in files { doors[file, default: []].formUnion(modules) }
    }
    self.imports = imports
    self.doors = doors
  }

  /// Whether the first column shows this room: by its module, or by its folder.
  func shows(_ room: Room) -> Bool {
    let folder = room.folder.split(separator: "/").last.map(String.init) ?? room.folder
    return names.contains { [room.module, room.folder, folder].contains($0) }
  }

  var title: String { names.joined(separator: " / ") }

  private static func isFile(_ name: String) -> Bool { name.hasSuffix(".swift") }

  private static func modules(in part: Markdown.Prose) -> Set<String> {
    let plainWords = part.text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
      .filter { $0.first?.isUppercase == true }
    return Set(part.codeSpans.filter { !isFile($0) } + plainWords.map(String.init))
  }
}
