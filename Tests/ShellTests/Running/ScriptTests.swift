import PeerSupport
import Testing
import ZooKeeper
import ZooKeeperTesting

@testable import ZooKeeperShell

@Suite("Scripts run line by line, up to the first error")
struct ScriptTests {
  // The number of a sequential node counts the children that there were before.
  @Test("A file: comments, quotes, several commands in a line")
  func file() async throws {
    let directory = try ScratchDirectory("zookeeper-shell")
    let path = try directory.write(
      """
      # The services.
      create /services
      create /services/api 'http://api:80'; create -s "/services/job "

        get /services/api   # no line end follows
      ls /services
      """, to: "script")
    let run = try await ShellRun.run(["--embedded", "-f", path])
    #expect(
      run.text == """
        /services
        /services/api
        /services/job 0000000001
        http://api:80api
        job 0000000001

        """)
    #expect(run.complaints.isEmpty)
    #expect(run.code == 0)
  }

  @Test("An error in line 3 ends it, and says where it is")
  func failure() async throws {
    let directory = try ScratchDirectory("zookeeper-shell")
    let path = try directory.write(
      "create /a\n# twice\nget /b\ncreate /c\n", to: "script")
    try await withTestServer { server in
      let run = try await ShellRun.run(["-server", server.connectString, "-f", path])
      #expect(run.text == "/a\n")
      #expect(run.complaints == "zkcli: \(path):3: get /b: the node does not exist\n")
      #expect(run.code == ExitCode.notFound.rawValue)
      #expect(try await server.ask { try await $0.stat("/c") } == nil)
    }
  }

  @Test(
    "So does a line that makes no sense",
    arguments: [
      ("create /a\ncreate 'b", "-c:2: the quote ' is not closed in this line"),
      ("create /a\nfoo", "-c:2: there is no command foo: help lists what there is"),
    ])
  func nonsense(script: String, complaint: String) async throws {
    let run = try await ShellRun.run(["--embedded", "-c", script])
    #expect(run.text == "/a\n")
    #expect(run.complaints == "zkcli: \(complaint)\n")
    #expect(run.code == ExitCode.usage.rawValue)
  }

  @Test("Standard input, up to a quit")
  func standardInput() async throws {
    let script = "create /a 1\nget /a\nquit\nget /b\n"
    for options in [[], ["-f", "-"]] {
      let run = try await ShellRun.run(["--embedded"] + options, input: Array(script.utf8))
      #expect(run.text == "/a\n1")
      #expect(run.complaints.isEmpty)
      #expect(run.code == 0)
    }
  }

  @Test("A file that is missing")
  func missing() async throws {
    let run = try await ShellRun.run(["--embedded", "-f", "/nowhere/script"])
    #expect(run.complaints == "zkcli: /nowhere/script: No such file or directory\n")
    #expect(run.code == 1)
  }

  @Test("A line without an end is not read for ever")
  func endlessLine() async throws {
    let run = try await ShellRun.run(["--embedded", "-f", "/dev/zero"])
    #expect(run.complaints == "zkcli: /dev/zero:1: the line has more than 4194304 bytes\n")
    #expect(run.code == ExitCode.usage.rawValue)
  }
}
