/// What `Package.swift` says, as far as reading its tokens goes.
struct Manifest {
  static let path = "Package.swift"

  struct Target {
    let name: String
    let kind: String
    let folder: String
    /// The name of the constant that holds its settings, if there is one.
    let settings: String?
    let line: Int

    var isTest: Bool { kind == "testTarget" }
  }

  private static let kinds: Set = ["target", "executableTarget", "testTarget", "systemLibrary"]

  let targets: [Target]
  private let tokens: [SwiftToken]

  init(of tree: SourceTree) {
    let tokens = tree[Self.path]?.tokens ?? []
    self.tokens = tokens
    targets = tokens.indices.compactMap { Self.target(in: tokens, at: $0) }
  }

  func target(of file: SourceFile) -> Target? {
    targets.first { file.isInside($0.folder) }
  }

  private static func target(in tokens: [SwiftToken], at index: Int) -> Target? {
    let kind = tokens[index]
    guard index > 0, tokens[index - 1].is("."), kind.kind == .word, kinds.contains(kind.text) else {
      return nil
    }
    let arguments = arguments(in: tokens[(index + 1)...])
    guard let name = value(labelled: "name", in: arguments)?.content else { return nil }
    let parent = kind.text == "testTarget" ? "Tests" : "Sources"
    return Target(
      name: name, kind: kind.text,
      folder: value(labelled: "path", in: arguments)?.content ?? "\(parent)/\(name)",
      settings: value(labelled: "swiftSettings", in: arguments)?.text, line: kind.line)
  }

  private static func value(
    labelled label: String, in arguments: ArraySlice<SwiftToken>
  ) -> SwiftToken? {
    zip(arguments.indices, arguments.dropFirst())
      .first { arguments[$0].is(label) && $1.is(":") }
      .flatMap { arguments.dropFirst($0.0 - arguments.startIndex + 2).first }
  }

  private static func arguments(in tokens: ArraySlice<SwiftToken>) -> ArraySlice<SwiftToken> {
    var depth = 0
    for index in tokens.indices {
      if tokens[index].is("(") { depth += 1 }
      if tokens[index].is(")") { depth -= 1 }
      if depth == 0 { return tokens[..<index] }
    }
    return tokens
  }

  /// The tokens of a constant's value, and those of the constants that stand in it.
  func value(of constant: String) -> [SwiftToken] {
    var values: [SwiftToken] = []
    var names = [constant]
    var next = 0
    while next < names.count {
      let value = ownValue(of: names[next])
      values += value
      for token in value where token.kind == .word && !names.contains(token.text) {
        names.append(token.text)
      }
      next += 1
    }
    return values
  }

  private func ownValue(of constant: String) -> ArraySlice<SwiftToken> {
    let declaration = tokens.indices.dropLast().first {
      tokens[$0].is("let") && tokens[$0 + 1].is(constant)
    }
    return declaration.map { tokens[($0 + 2)...].prefix { !$0.is("let") } } ?? []
  }
}
