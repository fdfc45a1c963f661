/// A construct that the house does without, and the few places that need it all the same.
struct Ban: Sendable {
  enum Area: Sendable {
    /// What users build: Sources, Recipes and Shell.
    case shipped
    case everywhere

    func contains(_ file: SourceFile) -> Bool {
      switch self {
      case .shipped: file.isShipped
      case .everywhere: true
      }
    }
  }

  /// A file that may use the construct, and why.
  struct Exception: Sendable {
    /// A path from the root, or a bare file name for every file of that name.
    let file: String
    let reason: String

    func covers(_ file: SourceFile) -> Bool {
      self.file == file.path || self.file == file.name
    }
  }

  let name: String
  let area: Area
  let patterns: [TokenPattern]
  let instead: String
  var exceptions: [Exception] = []

  /// Each line once, however many patterns agree on it.
  func lines(in file: SourceFile) -> [Int] {
    guard area.contains(file) else { return [] }
    return Set(patterns.flatMap { $0.lines(in: file.tokens) }).sorted()
  }
}
