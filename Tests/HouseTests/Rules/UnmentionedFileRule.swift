/// A file that no compiler sees is mentioned somewhere by its name, or by its folder's name where
/// a program reads whole folders.
struct UnmentionedFileRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    let guarded = tree.files.filter(isGuarded)
    if guarded.isEmpty { return [] }
    let texts = tree.files.filter(canVouch).map { (path: $0.path, words: words(in: $0)) }
    return guarded.filter { file in
      !mentions(of: file).contains { mention in
        texts.contains { !mention.excludes($0.path) && $0.words.contains(mention.word) }
      }
    }.map {
      Violation(
        $0.path, "nothing mentions this file", instead: "use it, document it or delete it")
    }
  }

  /// A word that keeps a file alive, unless it stands in what it names.
  private struct Mention {
    let word: String
    let named: String

    func excludes(_ path: String) -> Bool { path == named || path.hasPrefix(named + "/") }
  }

  private func isGuarded(_ file: SourceFile) -> Bool {
    ["Tests/Peers", ".ci", "docs"].contains { file.isInside($0) }
      || file.path.wholeMatch(of: #/Tests/[^/]+/Golden/.+/#) != nil
  }

  /// The manifest names folders to exclude them, and this target to guard them: neither is a use.
  private func canVouch(_ file: SourceFile) -> Bool {
    file.path != Manifest.path && !file.isInside("Tests/HouseTests")
  }

  /// The file's own name, the names of the folders between it and its guarded folder, and for
  /// golden files that folder itself, because tests read it whole.
  private func mentions(of file: SourceFile) -> [Mention] {
    let parts = file.path.split(separator: "/").map(String.init)
    let outermost = parts.firstIndex(of: "Golden") ?? (parts[0] == "Tests" ? 2 : 1)
    let folders = parts.indices.dropLast().dropFirst(outermost).map {
      Mention(word: parts[$0], named: parts[...$0].joined(separator: "/"))
    }
    return folders + [Mention(word: ownName(of: file), named: file.path)]
  }

  private func ownName(of file: SourceFile) -> String {
    switch file.fileExtension {
    // A name such as `run` is a common word: its folder must stand with it.
    case "": file.path.split(separator: "/").suffix(2).joined(separator: "/")
    // Java finds a file by the class it holds.
    case "java": String(file.name.dropLast(".java".count))
    default: file.name
    }
  }

  /// Every word; of a path, each part and each pair of neighbours.
  private func words(in file: SourceFile) -> Set<String> {
    let runs = (file.text ?? "").unicodeScalars.split { !isPartOfPath($0) }
    return Set(
      runs.flatMap { run in
        let parts = String(run).split(separator: "/").map { part in
          // A sentence may end after a name.
          String(part.last == "." ? part.dropLast() : part)
        }
        return parts + zip(parts, parts.dropFirst()).map { "\($0)/\($1)" }
      })
  }

  private func isPartOfPath(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", "+": true
    default: false
    }
  }
}
