import Foundation
import PeerSupport

/// The snippets of all pages as one program, which plays one page at a time.
///
/// It is compiled as a user's program is: against the public part of the modules that were built
/// together with this test, and linked with them.
struct SnippetProgram: Sendable {
  /// What went wrong, with everything that the compiler or the program said.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let folder: ScratchDirectory

  init(of pages: [SnippetPage]) async throws {
    folder = try ScratchDirectory("zookeeper-snippets")
    var files = [try folder.write(Self.entry(of: pages), to: "Entry.swift")]
    for (number, page) in pages.enumerated() {
      for (place, snippet) in page.snippets.enumerated() {
        let name = Self.name(of: place, on: number)
        let text = Self.function(name, snippet, of: page)
        files.append(try folder.write(text, to: "\(name).swift"))
      }
    }
    let products = try Products()
    try await Self.run(
      ["swiftc", "-parse-as-library", "-swift-version", "6", "-module-name", "Snippets"]
        + ["-o", folder.file("snippets"), "-I", products.modules] + products.linkage + files,
      in: folder)
  }

  /// Plays a page against a server. Returns what each of its snippets printed, line by line.
  func play(_ page: Int, against servers: String) async throws -> [[String]] {
    let place = try ScratchDirectory("zookeeper-snippets-place")
    let output = try await Self.run([folder.file("snippets"), "\(page)", servers], in: place)
    return output.split(separator: "\u{1E}\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.split(separator: "\n").map(String.init) }
  }

  /// Waits on a thread of its own, because a compiler takes its time, and the threads of tasks are
  /// few.
  @discardableResult
  private static func run(_ words: [String], in place: ScratchDirectory) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try runToItsEnd(words, in: place) })
      }
    }
  }

  private static func runToItsEnd(
    _ words: [String], in place: ScratchDirectory
  ) throws -> String {
    let log = place.file("output")
    let output = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(output) }
    let child = try ChildProcess(
      ["env", "--chdir=\(place.path)"] + words, standardOutput: output, standardError: output)
    let code = child.waitForExit(atMost: .seconds(240))
    let said = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    guard code == 0 else {
      let ending = code.map { "ended with \($0)" } ?? "did not end"
      throw Failure(description: "\(words[0]) \(ending):\n\(said)")
    }
    return said
  }
}

// What is compiled.
extension SnippetProgram {
  private static func name(of place: Int, on page: Int) -> String { "page\(page)snippet\(place)" }

  /// The snippet as the body of a function, which is played, and as that of a closure, which need
  /// only compile: there the compiler infers less. Its imports stand in front, and messages of the
  /// compiler name the page and its line.
  private static func function(
    _ name: String, _ snippet: SnippetPage.Snippet, of page: SnippetPage
  ) -> String {
    let imports = snippet.lines.filter { $0.hasPrefix("import ") }
    let body = snippet.lines.map { line in
      // What a page writes for its readers' servers stands for the one that it is played against.
      line.hasPrefix("import ")
        ? ""
        : line.replacing("\"localhost:2181\"", with: "servers")
          .replacing("port: 2181", with: "port: 0")
    }
    return """
      import ZooKeeper
      import ZooKeeperRecipes
      \(imports.joined(separator: "\n"))
      func \(name)(_ zk: ZooKeeperClient) async throws {
      #sourceLocation(file: "\(page.path)", line: \(snippet.line))
      \(body.joined(separator: "\n"))
      }
      func \(name)InAClosure() async throws {
        try await withZooKeeper(servers) { zk in
      #sourceLocation(file: "\(page.path)", line: \(snippet.line))
      \(body.joined(separator: "\n"))
        }
      }

      """
  }

  private static func entry(of pages: [SnippetPage]) -> String {
    let lists = pages.enumerated().map { number, page in
      let calls = page.snippets.indices.map { place in
        let runsForEver = page.snippets[place].runsForEver
        return "(\(name(of: place, on: number)), \(runsForEver)),"
      }
      return "[\(calls.joined(separator: " "))],"
    }
    return """
      import ZooKeeper

      typealias Snippet = @Sendable (ZooKeeperClient) async throws -> Void

      let pages: [[(snippet: Snippet, runsForEver: Bool)]] = [
        \(lists.joined(separator: "\n  "))
      ]
      let servers = try! ServerList(validating: CommandLine.arguments[2])

      @main
      struct Entry {
        static func main() async throws {
          guard let page = Int(CommandLine.arguments[1]) else { return }
          try await withZooKeeper(servers) { zk in
            for (snippet, runsForEver) in pages[page] {
              let playing = Task { try await snippet(zk) }
              if runsForEver { playing.cancel() }
              try await playing.value
              print("\\u{1E}")
            }
          }
        }
      }

      """
  }
}

/// What SwiftPM has built beside this test.
private struct Products {
  /// The modules behind the products that the pages import, and no others: the shell's, for
  /// instance, would ask for more libraries.
  private static let libraries = [
    "CLinux", "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperSession", "ZooKeeperTransport",
    "ZooKeeper", "ZooKeeperRecipes", "ZooKeeperTree", "ZooKeeperLog", "ZooKeeperCrypto",
    "ZooKeeperServer", "ZooKeeperTesting",
  ]

  let modules: String
  let linkage: [String]

  init() throws {
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = URL(filePath: executable).deletingLastPathComponent()
    modules = folder.appending(path: "Modules").path()
    // The list says what belongs to the build of now; files of an older one may lie around.
    let list = "\(folder.lastPathComponent(of: executable)).product/Objects.LinkFileList"
    let objects = try String(contentsOf: folder.appending(path: list), encoding: .utf8)
      .split(separator: "\n").map { $0.filter { $0 != "'" && $0 != "\"" } }
      .filter { object in Self.libraries.contains { object.contains("/\($0).build/") } }
    linkage = objects + ["-lcrypto", "-lz"] + Self.mapsOfC(beside: folder)
  }

  /// A Swift module is read together with the modules of C that it stands on.
  private static func mapsOfC(beside folder: URL) -> [String] {
    let sources = SnippetPage.checkout.appending(path: "Sources")
    return [
      folder.appending(path: "CLinux.build"), sources.appending(path: "CZlib"),
      sources.appending(path: "COpenSSL"),
    ].flatMap { ["-Xcc", "-fmodule-map-file=\($0.appending(path: "module.modulemap").path())"] }
  }
}

extension URL {
  /// The name of a program without what stands behind its last dot.
  fileprivate func lastPathComponent(of executable: String) -> String {
    URL(filePath: executable).deletingPathExtension().lastPathComponent
  }
}
