import Testing

struct VagueNameRuleTests {
  private func places(_ texts: [String: String]) -> [String] {
    VagueNameRule().violations(in: SourceTree(texts)).map(\.place)
  }

  @Test func `a vague file name is found in any language`() {
    #expect(
      places(["Sources/A/StringUtils.swift": "\n", "Tests/Peers/helper.py": "pass\n"])
        == ["Sources/A/StringUtils.swift", "Tests/Peers/helper.py"])
  }

  @Test(arguments: [
    "struct PathHelper {}", "final class WatchManager {}", "enum Utils {}",
    "struct A { actor HelperPool {} }", "protocol Manager {}",
    "typealias HelperFunction = () -> Void",
  ])
  func `a vague type name is found`(_ text: String) {
    #expect(places(["Sources/A/A.swift": "\n" + text]) == ["Sources/A/A.swift:2"])
  }

  @Test(arguments: [
    "let files = FileManager.default", "// struct Helper {}", "struct Managed {}",
    "extension FileManager {}", "let text = \"struct Helper {}\"", "struct Utility {}",
  ])
  func `using such a name, or coming near it, passes`(_ text: String) {
    #expect(places(["Sources/A/A.swift": text]) == [])
  }
}
