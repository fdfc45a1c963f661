/// Every Swift file that is no test declares a name that another file mentions.
///
/// The members of a type do not count: a type whose own name nobody mentions is not alive because
/// its `encode` shares a name with a hundred others. Nor does a mention count in a file that
/// cannot mean it, being neither of the same module nor importing it.
struct UnusedSourceRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    let manifest = Manifest(of: tree)
    let readers = tree.swiftFiles.map { Reader($0, module: manifest.target(of: $0)?.name) }
    var readersOfWord: [String: [Reader]] = [:]
    for reader in readers {
      for word in reader.words { readersOfWord[word, default: []].append(reader) }
    }

    return readers.filter { reader in
      isGuarded(reader.file, of: manifest)
        && !names(in: reader.file).contains { name in
          readersOfWord[name.text, default: []].contains {
            $0.file.path != reader.file.path && $0.sees(reader)
              && !(name.isOfExtendedType && $0.declaresType(name.text))
          }
        }
    }.map {
      Violation(
        $0.file.path, "no other file mentions a name declared here", instead: "delete it")
    }
  }

  /// Whatever is built into a library or a program, but not where a program begins.
  private func isGuarded(_ file: SourceFile, of manifest: Manifest) -> Bool {
    guard let target = manifest.target(of: file), !target.isTest else { return false }
    return file.name != "main.swift" && TokenPattern("@ main").lines(in: file.tokens).isEmpty
  }

  /// A name by which others can mention what a file declares.
  private struct Name {
    let text: String
    /// The declaration adds to a type, so that the type's own declaration is no mention of it.
    let isOfExtendedType: Bool
  }

  private func names(in file: SourceFile) -> [Name] {
    file.declarations.filter { !$0.isPrivate }.compactMap { declaration in
      let isNameless = ["init", "subscript"].contains(declaration.name)
      return switch (declaration.scope, declaration.kind) {
      // An extension lives by its members, or by the conformance that nobody has to name.
      case (.file, .extension):
        declaration.addsConformance ? Name(text: declaration.name, isOfExtendedType: true) : nil
      case (.extension(let type), _) where isNameless: Name(text: type, isOfExtendedType: true)
      case (.file, _), (.extension, _): Name(text: declaration.name, isOfExtendedType: false)
      case (.type, _), (.local, _): nil
      }
    }
  }

  /// A file that may mention what others declare.
  private struct Reader {
    let file: SourceFile
    let words: Set<String>
    private let module: String?
    private let modulesInSight: Set<String?>
    private let types: Set<String>

    init(_ file: SourceFile, module: String?) {
      self.file = file
      self.module = module
      words = Self.mentions(in: file.tokens)
      modulesInSight = Set(Import.all(in: file.tokens).map(\.module) + [module])
      types = Set(file.declarations.lazy.filter { $0.kind == .type }.map(\.name))
    }

    func sees(_ other: Reader) -> Bool { modulesInSight.contains(other.module) }

    func declaresType(_ name: String) -> Bool { types.contains(name) }

    /// Every name but those behind `extension`: to add to a type is not to use it.
    private static func mentions(in tokens: [SwiftToken]) -> Set<String> {
      var words: Set<String> = []
      var isExtended = false
      for token in tokens {
        isExtended = token.is("extension") || (isExtended && (token.isName || token.is(".")))
        if token.isName, !isExtended { words.insert(token.text) }
      }
      return words
    }
  }
}
