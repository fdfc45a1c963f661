/// What `Package.swift` says about its targets, as far as reading its text goes.
struct Manifest {
  static let path = "Package.swift"

  struct Target {
    let name: String
    let kind: String
    let folder: String
    /// Everything between the target's parentheses.
    let arguments: Substring
    let line: Int
  }

  let text: String
  let targets: [Target]

  init(_ text: String) {
    self.text = text
    let openings = text.matches(
      of: #/\.(target|executableTarget|testTarget|systemLibrary)\(\s*name: "([^"]+)"/#)
    targets = openings.map { opening in
      let (kind, name) = (String(opening.1), String(opening.2))
      let arguments = Self.arguments(in: text[opening.range.lowerBound...])
      let path = arguments.firstMatch(of: #/path: "([^"]+)"/#).map { String($0.1) }
      let parent = kind == "testTarget" ? "Tests" : "Sources"
      let line = text[..<opening.range.lowerBound].count { $0 == "\n" } + 1
      return Target(
        name: name, kind: kind, folder: path ?? "\(parent)/\(name)", arguments: arguments,
        line: line)
    }
  }

  private static func arguments(in text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" {
        depth -= 1
        if depth == 0 { return text[..<index] }
      }
    }
    return text
  }
}
