/// All files that belong to the project: what every rule looks at, on disk or planted by a proof.
struct SourceTree: Sendable {
  let files: [SourceFile]
  /// Every folder that holds a file, at any depth.
  let folders: Set<String>
  private let filesByPath: [String: SourceFile]

  init(_ files: [SourceFile]) {
    self.files = files.sorted { $0.path < $1.path }
    filesByPath = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
    folders = Set(files.flatMap { Self.ancestors(of: $0.folder) })
  }

  init(_ texts: [String: String]) {
    self.init(texts.map { SourceFile(path: $0.key, bytes: Array($0.value.utf8)) })
  }

  var swiftFiles: [SourceFile] { files.filter(\.isSwift) }

  var markdownFiles: [SourceFile] { files.filter { $0.fileExtension == "md" } }

  subscript(path: String) -> SourceFile? { filesByPath[path] }

  func contains(_ path: String) -> Bool { filesByPath[path] != nil || folders.contains(path) }

  /// The folders directly inside `parent`, as full paths, sorted.
  func subfolders(of parent: String) -> [String] {
    folders
      .filter { $0.hasPrefix(parent + "/") && !$0.dropFirst(parent.count + 1).contains("/") }
      .sorted()
  }

  private static func ancestors(of folder: String) -> [String] {
    let parts = folder.split(separator: "/")
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }
}
