import Foundation
import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperWire

/// The codec against frames that real clients and real servers exchanged.
@Suite struct GoldenTests {
  @Test("recorded frames mean what their peer said, and are written again to the byte")
  func everyRecording() throws {
    let recordings = try Golden.files()
    #expect(!recordings.isEmpty)
    for (name, file) in recordings {
      var check = GoldenCheck()
      for step in file.steps {
        check.check(step)
      }
      #expect(check.faults.isEmpty, "\(name): \(check.faults.prefix(5).joined(separator: "\n"))")
      #expect(check.frames > 100, "\(name) holds \(check.frames) frames")
    }
  }

  @Test("every operation was recorded with an answer and with an error, and every event")
  func coverage() throws {
    let steps = try Golden.files().flatMap(\.file.steps).flatMap(\.said)
    func operations(_ key: String) -> Set<String> {
      Set(steps.filter { $0[key] != nil }.compactMap { $0["op"]?.string })
    }
    let all = Set(FrameGenerator.operations.map(\.description))
    #expect(all.subtracting(operations("reply")) == Golden.neverAnswered)
    #expect(all.subtracting(operations("error")) == Golden.neverRefused)
    let events = Set(steps.compactMap { $0["event"]?["type"] })
    #expect(events == [.number(1), .number(2), .number(3), .number(4)])
  }

  @Test("the check notices one wrong word, one wrong byte, one frame too many")
  func theCheckCanFail() throws {
    let step = try #require(
      try Golden.files().flatMap(\.file.steps).first { $0.said.first?["op"] == .text("connect") })
    func faults(_ change: (inout GoldenFile.Step) -> Void) -> [String] {
      var changed = step
      change(&changed)
      var check = GoldenCheck()
      check.check(changed)
      return check.faults
    }
    #expect(faults { _ in }.isEmpty)
    #expect(!faults { $0.frames.removeLast() }.isEmpty)
    #expect(!faults { $0.frames[0].bytes[15] ^= 1 }.isEmpty)
    #expect(!faults { $0.frames[1].bytes.append(0) }.isEmpty)
    #expect(!faults { $0.frames[1].bytes.removeLast(4) }.isEmpty)
    #expect(!faults { $0.said.append($0.said[0]) }.isEmpty)
  }
}

/// The recorded files.
enum Golden {
  /// A ping is left out of recordings, because it comes when it likes; a `check` outside a multi
  /// is an error on every server that answers it.
  static let neverAnswered: Set<String> = ["ping", "check"]
  /// Nothing that a client can do makes a server refuse these.
  static let neverRefused: Set<String> = ["ping", "closeSession"]

  static func files() throws -> [(name: String, file: GoldenFile)] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    return try names.filter { $0.hasSuffix(".golden") }.sorted().map { name in
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return (name, try GoldenFile(parsing: text))
    }
  }
}
