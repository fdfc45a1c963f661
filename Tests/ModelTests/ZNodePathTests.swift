import Testing
import ZooKeeperModel

@Suite struct ZNodePathTests {
  @Test("a path knows the node above it and its name")
  func family() {
    let path: ZNodePath = "/services/api/node-1"
    #expect(path.parent == "/services/api")
    #expect(path.name == "node-1")
    #expect(path.parent?.parent?.parent == .root)
    #expect(ZNodePath.root.parent == nil)
    #expect(ZNodePath.root.name == nil)
  }

  @Test("a child of the root has one slash, a child of a child two")
  func joining() {
    let name: ZNodeName = "a"
    #expect((ZNodePath.root / name).text == "/a")
    #expect((ZNodePath.root / name / name).text == "/a/a")
    #expect((ZNodePath.root / "café" / "日本語").parent?.name == "café")
  }

  @Test("names that look alike but differ in bytes are two nodes")
  func bytesDecide() throws {
    let composed = try ZNodePath(validating: "/caf\u{E9}")
    let decomposed = try ZNodePath(validating: "/cafe\u{301}")
    #expect(composed.text == decomposed.text, "Swift calls the texts equal")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    let names = try [ZNodeName(validating: "caf\u{E9}"), ZNodeName(validating: "cafe\u{301}")]
    #expect(names[0] != names[1])
  }

  @Test(
    "a refused path says what is wrong and where",
    arguments: [
      ("", InvalidPath.Reason.empty),
      ("a", .notAbsolute),
      ("/a/", .trailingSlash),
      ("/a//b", .emptyName(at: 3)),
      ("//", .emptyName(at: 1)),
      ("/a/./b", .relativeName(at: 3)),
      ("/..", .relativeName(at: 1)),
      ("/é/\u{0}", .forbiddenCharacter("\u{0}", at: 4)),
      ("/😀", .forbiddenCharacter("😀", at: 1)),
    ])
  func refusals(_ text: String, _ reason: InvalidPath.Reason) {
    let error = #expect(throws: InvalidPath.self) { try ZNodePath(validating: text) }
    #expect(error?.reason == reason)
    #expect(error?.path == text)
  }

  @Test("the message quotes the path and helps")
  func message() {
    let doubled = InvalidPath(path: "/a//b", reason: .emptyName(at: 3))
    #expect(
      doubled.description
        == "invalid path \"/a//b\": the name at byte 3 is empty: two slashes follow each other")
    let control = InvalidPath(path: "/a\u{7}", reason: .forbiddenCharacter("\u{7}", at: 2))
    #expect(control.description.hasSuffix("U+0007 at byte 2 cannot be part of a path"))
  }

  @Test("a name is one component: not empty, no slash, not relative")
  func names() throws {
    #expect(try ZNodeName(validating: "...").text == "...")
    let refused: [(String, InvalidPath.Reason)] = [
      ("", .empty), ("a/b", .slashInName(at: 1)), ("/a", .slashInName(at: 0)),
      ("a/", .slashInName(at: 1)), (".", .relativeName(at: 0)), ("..", .relativeName(at: 0)),
      ("é\u{1F}", .forbiddenCharacter("\u{1F}", at: 2)),
    ]
    for (text, reason) in refused {
      let error = #expect(throws: InvalidPath.self) { try ZNodeName(validating: text) }
      #expect(error?.reason == reason, "\(text.debugDescription)")
      #expect(error?.path == text)
    }
  }
}
