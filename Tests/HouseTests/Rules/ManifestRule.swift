/// The manifest asks for the strict language everywhere, and for memory safety in every library.
struct ManifestRule: Rule {
  /// What each constant must hold that a target's settings may be.
  static let settings = [
    "language": language,
    "house": language + [". strictMemorySafety ( )"],
  ]

  private static let language =
    [
      "ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault",
      "InferIsolatedConformances", "NonisolatedNonsendingByDefault",
    ].map { ". enableUpcomingFeature ( \"\($0)\" )" } + [". treatAllWarnings ( as : . error )"]

  func violations(in tree: SourceTree) -> [Violation] {
    guard let file = tree[Manifest.path] else {
      return [Violation(Manifest.path, "the manifest is missing", instead: "write one")]
    }
    let manifest = Manifest(of: tree)
    return oldTools(file) + missingSettings(manifest)
      + manifest.targets.compactMap { lax($0, in: tree) }
  }

  /// The compiler, too, reads it from the first line alone.
  private func oldTools(_ file: SourceFile) -> [Violation] {
    let toolsVersion = #/\/\/ swift-tools-version: ?6\.\d+(\.\d+)?/#
    if file.lines.first?.wholeMatch(of: toolsVersion) != nil { return [] }
    return [
      Violation(
        Manifest.path, line: 1, "the tools version is not 6",
        instead: "start with it: mode 6 follows")
    ]
  }

  private func missingSettings(_ manifest: Manifest) -> [Violation] {
    Self.settings.sorted { $0.key < $1.key }.flatMap { constant, settings in
      let value = manifest.value(of: constant)
      return settings.filter { TokenPattern($0).lines(in: value).isEmpty }.map {
        Violation(
          Manifest.path, "`\(constant)` lacks \($0.split(separator: " ").joined())",
          instead: "add it to the constant's value")
      }
    }
  }

  /// Only libraries are built under strict memory safety; tools and tests call C in plain words.
  private func lax(_ target: Manifest.Target, in tree: SourceTree) -> Violation? {
    guard tree.swiftFiles.contains(where: { $0.isInside(target.folder) }) else { return nil }
    let isLibrary = target.kind == "target" && !target.folder.hasPrefix("Tests/")
    let accepted = isLibrary ? ["house"] : ["language", "house"]
    if let settings = target.settings, accepted.contains(settings) { return nil }
    return Violation(
      Manifest.path, line: target.line, "\(target.name) is built without the house's settings",
      instead: "add swiftSettings: \(accepted[0])")
  }
}
