import Foundation

/// Type-checks snippets against the modules that were built together with this test.
struct SnippetCompiler {
  private let modules: URL

  init() throws {
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    modules = URL(filePath: executable).deletingLastPathComponent().appending(path: "Modules")
  }

  func violations(in snippets: [Snippet]) throws -> [Violation] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "house-snippets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let (programs, bodies) = snippets.partitioned(by: \.needsItsOwnProgram)
    var violations: [Violation] = []
    if let first = bodies.first {
      let texts = bodies.enumerated().map { $0.element.function(named: "snippet\($0.offset)") }
      violations += try check(texts, asLibrary: true, in: folder, startingWith: first)
    }
    for program in programs {
      violations += try check(
        [program.program], asLibrary: program.hasEntryPoint, in: folder, startingWith: program)
    }
    return violations
  }

  private func check(
    _ texts: [String], asLibrary: Bool, in folder: URL, startingWith first: Snippet
  ) throws -> [Violation] {
    let files = texts.indices.map { "snippet\($0).swift" }
    for (file, text) in zip(files, texts) {
      try Data(text.utf8).write(to: folder.appending(path: file))
    }
    let outcome = try Command.run(
      [
        "swiftc", "-typecheck", "-wmo", "-module-name", "Snippets", "-swift-version", "6",
        "-enable-experimental-feature", "Lifetimes", "-diagnostic-style", "llvm",
        "-I", modules.path(percentEncoded: false),
      ] + modulesOfC() + (asLibrary ? ["-parse-as-library"] : []) + files,
      in: folder)
    if outcome.succeeded { return [] }
    let errors = outcome.output.matches(of: #/(?m)^(.+?):(\d+):\d+: error: (.*)$/#).map {
      violation(String($0.1), line: Int($0.2), String($0.3))
    }
    return errors.isEmpty ? [violation(first.path, line: first.line, outcome.output)] : errors
  }

  /// A Swift module is read together with the modules of C that it stands on. SwiftPM writes a map
  /// beside what it compiled, and libraries of the system have theirs among the sources.
  private func modulesOfC() -> [String] {
    [modules.deletingLastPathComponent(), Checkout.root.appending(path: "Sources")].flatMap {
      folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
      return names.sorted().map { folder.appending(path: "\($0)/module.modulemap").path() }
        .filter { FileManager.default.fileExists(atPath: $0) }
        .flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    }
  }

  private func violation(_ path: String, line: Int?, _ message: String) -> Violation {
    Violation(
      path, line: line, "the snippet does not compile: \(message)",
      instead: "correct it, or open its fence with ```swift compile=no REASON")
  }
}

extension Array {
  fileprivate func partitioned(
    by isFirst: (Element) -> Bool
  ) -> (matching: [Element], others: [Element]) {
    (filter(isFirst), filter { !isFirst($0) })
  }
}
