/// A piece of Swift that a Markdown file shows to its readers.
struct Snippet {
  let path: String
  /// The line of the file on which the code begins.
  let line: Int
  let code: String
  let tokens: [SwiftToken]

  init(path: String, line: Int, code: String) {
    self.path = path
    self.line = line
    self.code = code
    tokens = SwiftLexer.tokens(of: code)
  }

  /// Extensions, operators and an entry point cannot stand inside of a function.
  var needsItsOwnProgram: Bool {
    let topLevel = DeclarationReader.declarations(in: tokens).filter { $0.scope == .file }
    return topLevel.contains { $0.kind == .extension }
      || hasEntryPoint
      || tokens.contains { $0.is("operator") || $0.is("precedencegroup") }
  }

  var hasEntryPoint: Bool {
    !TokenPattern("@ main").lines(in: tokens).isEmpty
  }

  /// The code as it stands; diagnostics name the Markdown file and its line.
  var program: String {
    sourceLocation(line: line) + code
  }

  /// The code as a function's body, with the imports in front of it, so that many snippets fit
  /// into one run of the compiler without seeing each other's names or imports. One that imports
  /// nothing goes on where others have made a client, `zk`.
  func function(named name: String) -> String {
    let importLines = Set(Import.all(in: tokens).map(\.line))
    let goesOn = importLines.isEmpty && tokens.contains { $0.is("zk") }
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    var imports = goesOn ? "import ZooKeeper\n" : ""
    var body = ""
    for (index, text) in lines.enumerated() {
      let isImport = importLines.contains(index + 1)
      if isImport { imports += sourceLocation(line: line + index) + text + "\n" }
      body += (isImport ? "" : text) + "\n"
    }
    return """
      \(imports)func \(name)(\(goesOn ? "_ zk: ZooKeeperClient" : "")) async throws {
      \(sourceLocation(line: line))\(body)
      }

      """
  }

  private func sourceLocation(line: Int) -> String {
    "#sourceLocation(file: \"\(path)\", line: \(line))\n"
  }
}
