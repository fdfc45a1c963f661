/// The manifest asks for the strict language: tools version 6, and memory safety in every library.
struct ManifestRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    guard let file = tree[Manifest.path], let text = file.text else {
      return [Violation(Manifest.path, "the manifest is missing", instead: "write one")]
    }
    let required = [
      ("// swift-tools-version: 6", "the tools version is not 6", "start with it: mode 6 follows"),
      (".strictMemorySafety()", "strict memory safety is off", "put it into `house`"),
    ]
    let missing = required.filter { !text.contains($0.0) }
    let lax = Manifest(text).targets.filter { target in
      target.kind == "target" && !target.folder.hasPrefix("Tests/")
        && tree.swiftFiles.contains { $0.isInside(target.folder) }
        && !target.arguments.contains("swiftSettings: house")
    }
    return missing.map { Violation(Manifest.path, $0.1, instead: $0.2) }
      + lax.map {
        Violation(
          Manifest.path, line: $0.line, "\($0.name) is built without the house's settings",
          instead: "add swiftSettings: house")
      }
  }
}
