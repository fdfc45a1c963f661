/// No file uses a banned construct without being listed, and no listing has lost its cause.
struct BanRule: Rule {
  static let listPath = "Tests/HouseTests/Rules/Ban+All.swift"

  let bans: [Ban]

  func violations(in tree: SourceTree) -> [Violation] {
    bans.flatMap { ban in
      var unneeded = ban.exceptions
      var violations: [Violation] = []
      for file in tree.swiftFiles {
        let lines = ban.lines(in: file)
        if lines.isEmpty { continue }
        if ban.exceptions.contains(where: { $0.covers(file) }) {
          unneeded.removeAll { $0.covers(file) }
        } else {
          violations += lines.map {
            Violation(file.path, line: $0, "\(ban.name) is banned here", instead: ban.instead)
          }
        }
      }
      return violations
        + unneeded.map {
          Violation(
            Self.listPath, "\($0.file) is excepted from the ban on \(ban.name) without using it",
            instead: "remove the exception")
        }
    }
  }
}
