import Foundation
import PeerSupport
import Testing

@testable import ZooKeeperShell

@Suite("The history of the prompt")
struct HistoryTests {
  @Test("Lines come back in their order, from a file that only its owner may read")
  func lines() throws {
    let directory = try ScratchDirectory("zookeeper-shell")
    let history = History(home: directory.path)
    #expect(history.load().isEmpty)
    history.add("get /a")
    History(home: directory.path).add("set /a 'größer'")
    #expect(history.load() == ["get /a", "set /a 'größer'"])
    let path = directory.file(".zkcli_history")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test("It does not grow for ever")
  func shortened() throws {
    let directory = try ScratchDirectory("zookeeper-shell")
    let lines = (0...2 * History.linesMax).map { "get /\($0)" }
    try directory.write(lines.map { $0 + "\n" }.joined(), to: ".zkcli_history")
    let history = History(home: directory.path)
    let kept = Array(lines.suffix(History.linesMax))
    #expect(history.load() == kept)
    let path = directory.file(".zkcli_history")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text == kept.map { $0 + "\n" }.joined())
  }

  @Test("Without a directory there is none, and nothing fails")
  func homeless() {
    let history = History(home: nil)
    history.add("get /a")
    #expect(history.load().isEmpty)
  }
}
