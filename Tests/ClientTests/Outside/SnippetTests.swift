import Testing
import ZooKeeperTesting

/// What the documents show runs, and prints what they say and nothing else.
@Suite struct SnippetTests {
  @Test func snippetsRunAndPrintWhatTheyPromise() async throws {
    let pages = try SnippetPage.all()
    let program = try await SnippetProgram(of: pages)
    for (number, page) in pages.enumerated() {
      let printed = try await withTestServer { server in
        try await program.play(number, against: server.connectString)
      }
      try #require(printed.count == page.snippets.count, "\(page.path)")
      for (snippet, lines) in zip(page.snippets, printed) {
        #expect(lines == snippet.promises, "\(page.path):\(snippet.line)")
      }
    }
  }

  @Test func everyPageShowsCode() throws {
    for page in try SnippetPage.all() { #expect(!page.snippets.isEmpty, "\(page.path)") }
  }
}
