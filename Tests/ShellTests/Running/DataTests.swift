import Foundation
import PeerSupport
import Testing
import ZooKeeper
import ZooKeeperTesting

@testable import ZooKeeperShell

@Suite("Data comes and goes as it is")
struct DataTests {
  /// Every byte there is, twice over, so that no pair is missing that somebody might translate.
  private let everyByte = (0...255).map { UInt8($0) } + (0...255).reversed().map { UInt8($0) }

  @Test("From standard input, and from a word that is no text")
  func inputs() async throws {
    try await withTestServer { server in
      let start = ["-server", server.connectString]
      let run = try await ShellRun.run(start + ["create", "/a", "--from", "-"], input: everyByte)
      #expect(run.code == 0)
      #expect(try await ShellRun.run(start + ["get", "/a"]).output == everyByte)
      let words = (start + ["set", "/a"]).map { [UInt8]($0.utf8) } + [[0xFF, 0x20, 0xFE]]
      #expect(try await ShellRun.run(words).code == 0)
      #expect(try await ShellRun.run(start + ["get", "/a"]).output == [0xFF, 0x20, 0xFE])
    }
  }

  @Test("From a file, and a word about one that is missing")
  func files() async throws {
    let directory = try ScratchDirectory("zookeeper-shell")
    let path = directory.file("data")
    try Data(everyByte).write(to: URL(fileURLWithPath: path))
    try await withTestServer { server in
      let start = ["-server", server.connectString]
      #expect(try await ShellRun.run(start + ["create", "/a", "--from", path]).code == 0)
      #expect(try await ShellRun.run(start + ["get", "/a"]).output == everyByte)
      let missing = try await ShellRun.run(start + ["set", "/a", "--from", path + ".gone"])
      #expect(missing.complaints == "zkcli: set: \(path).gone: No such file or directory\n")
      #expect(missing.code == 1)
    }
  }

  @Test("What no node can hold is not read to its end")
  func endless() async throws {
    let run = try await ShellRun.run(["--embedded", "create", "/a", "--from", "/dev/zero"])
    #expect(
      run.complaints
        == "zkcli: create: /dev/zero holds more than the 1048575 bytes that a node can\n")
    #expect(run.code == 1)
  }

  @Test("Standard input cannot hold the commands and the data")
  func both() async throws {
    let run = try await ShellRun.run(["--embedded"], input: Array("create /a --from -\n".utf8))
    #expect(
      run.complaints == """
        zkcli: standard input:1: create: standard input holds the commands, so it cannot hold data

        """)
    #expect(run.code == 2)
  }
}
