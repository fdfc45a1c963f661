import Glibc
import PeerSupport
import Testing
import ZooKeeper
import ZooKeeperTesting

@testable import ZooKeeperShell

@Suite("The program as others start it")
struct ProcessTests {
  @Test("One command: its words are as they are, and only the data goes to standard output")
  func oneShot() async throws {
    try await withTestServer { server in
      let start = ["-server", server.connectString]
      let data = #"{"a": "it's $5; # \x41"}"#
      let created = try ShellRun.launch(start + ["create", "/a b", data])
      #expect(created.text == "/a b\n")
      #expect(created.code == 0)
      let read = try ShellRun.launch(start + ["get", "/a b"])
      #expect(read.text == data)
      #expect(read.complaints.isEmpty)
      #expect(read.code == 0)
      let missing = try ShellRun.launch(start + ["get", "/b"])
      #expect(missing.output.isEmpty)
      #expect(missing.complaints == "zkcli: get /b: the node does not exist\n")
      #expect(missing.code == 3)
    }
  }

  @Test("Without a terminal there is no prompt and nothing else that was not asked for")
  func pipe() throws {
    let run = try ShellRun.launch(["--embedded"], input: Array("create /a 1\nget /a\n".utf8))
    #expect(run.text == "/a\n1")
    #expect(run.complaints.isEmpty)
    #expect(run.code == 0)
  }

  @Test("The bundled server keeps what it was told in a directory")
  func embedded() throws {
    let directory = try ScratchDirectory("zookeeper-shell")
    let place = ["--embedded", directory.path + "/"]
    #expect(try ShellRun.launch(place + ["create", "/a", "kept"]).code == 0)
    #expect(try ShellRun.launch(place + ["get", "/a"]).text == "kept")
  }

  @Test("A server that is not there ends in a clear word, whatever was asked for")
  func deadServer() throws {
    let port = try LoopbackSocket.freePorts(1)[0]
    let start = ["-server", "127.0.0.1:\(port)", "--wait", "300ms"]
    let reason = "no server answered within 300ms: 127.0.0.1:\(port) cannot be used"
    for words in [["get", "/a"], ["set", "/a", "x"], ["ls", "-R"], ["-c", "stat /a"]] {
      let run = try ShellRun.launch(start + words)
      #expect(run.output.isEmpty)
      #expect(run.complaints.contains(reason))
      #expect(run.complaints.split(separator: "\n").count == 1)
      #expect(run.code == 6)
    }
  }

  @Test("So does one that takes connections and says nothing")
  func silentServer() async throws {
    let server = try LoopbackSocket.listen()
    let run = try ShellRun.launch(
      ["-server", "127.0.0.1:\(server.port)", "--wait", "300ms", "get", "/a"])
    #expect(run.complaints.hasPrefix("zkcli: get: no server answered within 300ms"))
    #expect(run.code == 6)
  }

  @Test("Answers that cannot be written are an error")
  func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(full) }
    let child = try ChildProcess(
      [try ShellExecutable.path(), "--embedded", "-c", "create /a"], standardOutput: full)
    #expect(child.waitForExit(atMost: .seconds(60)) == 1)
  }
}
