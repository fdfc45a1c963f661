import Testing

/// The rules that find files which nobody builds, uses, mentions or filled.
struct DeadFileRuleTests {
  private static let manifest = """
    .target(name: "A", dependencies: ["B"]),
    .executableTarget(name: "tool", path: "Shell/tool"),
    .testTarget(
      name: "ATests", dependencies: ["A"]),
    """

  private func unbuilt(_ path: String) -> [String] {
    let tree = SourceTree(["Package.swift": Self.manifest, path: "\n"])
    return TargetFolderRule().violations(in: tree).map(\.path)
  }

  @Test(arguments: ["Sources/A.swift", "Sources/B/B.swift", "Tests/BTests/A.swift", "docs/A.swift"])
  func `a Swift file that no target builds is found`(_ path: String) {
    #expect(unbuilt(path) == [path])
  }

  @Test(arguments: ["Sources/A/a/A.swift", "Shell/tool/main.swift", "Tests/ATests/A.swift"])
  func `a Swift file in a target's folder passes`(_ path: String) {
    #expect(unbuilt(path) == [])
  }

  @Test func `a target in a comment builds nothing`() {
    let tree = SourceTree([
      "Package.swift": "// .target(name: \"A\")\n", "Sources/A/A.swift": "\n",
    ])
    #expect(TargetFolderRule().violations(in: tree).map(\.path) == ["Sources/A/A.swift"])
  }

  private func unused(_ text: String, besides other: String) -> [String] {
    unused(["Sources/A/A.swift": text, "Sources/A/main.swift": other])
  }

  private func unused(_ texts: [String: String]) -> [String] {
    let manifest = """
      .target(name: "A"), .target(name: "B"), .executableTarget(name: "fuzz", path: "Tests/Fuzz"),
      .testTarget(name: "ATests"),
      """
    let tree = SourceTree(texts.merging([Manifest.path: manifest]) { text, _ in text })
    return UnusedSourceRule().violations(in: tree).map(\.path)
  }

  @Test(arguments: [
    ("struct Lonely { func encode() {} }", "encode()"),
    ("struct Lonely {}\nlet a = Lonely()", "// Lonely"),
    ("extension Int { var doubled: Int { self } }", "Int"),
    ("// nothing", "nothing"),
    ("func f() { struct Local {} }", "Local()"),
    ("private func f() {}", "\"f\""),
    ("private func f() {}", "f()"),
    ("extension Int { fileprivate func f() {} }", "1.f()"),
    ("extension Int: P {}", "struct Int {}"),
    ("extension Int: P {}", "extension Int {}"),
    ("extension Outer.Int: P {}", "extension Outer.Int: Q {}"),
    ("extension Int: P { func encode() {} }", "encode()"),
    ("extension Int { init(_ a: Path) {} }", "struct Int {}"),
  ])
  func `a file whose names nobody mentions is found`(_ text: String, _ other: String) {
    #expect(unused(text, besides: other) == ["Sources/A/A.swift"])
  }

  @Test(arguments: [
    ("struct Used {}", "Used()"),
    ("struct Unused {}\nfunc used() {}", "used()"),
    ("extension Int { var doubled: Int { self } }", "1.doubled"),
    ("extension Int: P {}", "Int"),
    ("extension Int: P {}", "extension Outer { let int: Int }"),
    ("private struct S {}\nfunc f() {}", "f()"),
    ("extension Int { init(_ a: Path) {} }", "Int(path)"),
    ("let used = 1", "print(\"\\(used)\")"),
  ])
  func `a file with a name that another file mentions passes`(_ text: String, _ other: String) {
    #expect(unused(text, besides: other) == [])
  }

  @Test func `an extension in another room than its type does not live by that room`() {
    let type = "struct Used {}\nfunc f(_ used: Used) {}"
    let room = [
      "Sources/A/Used.swift": type, "Sources/A/User.swift": "let a: Used = f",
      "Sources/B/Used.swift": "import A\nextension Used: P {}",
    ]
    #expect(unused(room).contains("Sources/B/Used.swift"))
    let stranger = ["Tests/ATests/A.swift": "import A\nlet a: Used"]
    #expect(unused(room.merging(stranger) { a, _ in a }).contains("Sources/B/Used.swift"))
    let user = ["Tests/ATests/A.swift": "import A\nimport B\nlet a: Used"]
    #expect(!unused(room.merging(user) { a, _ in a }).contains("Sources/B/Used.swift"))
  }

  @Test func `what supports tests must be used, tests and entry points need not`() {
    let lonely = "struct Lonely {}"
    let texts = [
      "Tests/Fuzz/Lonely.swift": lonely, "Tests/ATests/LonelyTests.swift": lonely,
      "Tests/Fuzz/EntryPoint.swift": "@main enum EntryPoint {}", "Sources/A/main.swift": "a()",
    ]
    #expect(unused(texts) == ["Tests/Fuzz/Lonely.swift"])
  }

  private func unmentioned(_ path: String, in text: String, of mention: String) -> [String] {
    let tree = SourceTree([path: path, mention: text])
    return UnmentionedFileRule().violations(in: tree).map(\.path)
  }

  @Test(arguments: [
    ("Tests/Peers/kazoo.py", "old_kazoo.py and Peers", "Makefile"),
    ("Tests/Peers/Peer.java", "Peers and PeerSupport", "Makefile"),
    (".ci/run", "run the tests", "CONTRIBUTING.md"),
    ("docs/limits.md", "see docs", "README.md"),
    ("Tests/WireTests/Golden/3.8/get.bin", "golden bytes of WireTests", "README.md"),
    ("Tests/Peers/kazoo.py", "kazoo.py", "Tests/HouseTests/A.swift"),
    ("Tests/WireTests/Golden/get.bin", "exclude: [\"Golden\"]", "Package.swift"),
    ("Tests/WireTests/Golden/3.8/get.bin", "Golden 3.8", "Tests/WireTests/Golden/3.8/README.md"),
  ])
  func `a file that nothing mentions is found`(_ path: String, _ text: String, _ mention: String) {
    #expect(unmentioned(path, in: text, of: mention).contains(path))
  }

  @Test(arguments: [
    ("Tests/Peers/kazoo.py", "python3 Tests/Peers/kazoo.py.", "Makefile"),
    ("Tests/Peers/scripts/peer.py", "folder: \"scripts\"", "Tests/PeerSupport/Peer.swift"),
    ("Tests/Peers/Peer.java", "java(\"Peer\")", "Tests/PeerSupport/Peer.swift"),
    (".ci/run", "Start `.ci/run`.", "CONTRIBUTING.md"),
    ("docs/limits.md", "[limits](docs/limits.md)", "README.md"),
    ("Tests/WireTests/Golden/3.8/get.bin", "\"Golden\"", "Tests/WireTests/Frames.swift"),
    ("Tests/Other/notes.txt", "", "Makefile"),
  ])
  func `a file that is mentioned passes`(_ path: String, _ text: String, _ mention: String) {
    #expect(unmentioned(path, in: text, of: mention) == [])
  }

  @Test func `an empty file is found`() {
    let tree = SourceTree(["a.txt": "", "b.md": " \n\t\r\n", "c.swift": "//\n"])
    #expect(EmptyFileRule().violations(in: tree).map(\.path) == ["a.txt", "b.md"])
  }
}
