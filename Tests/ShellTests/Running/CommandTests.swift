import Testing
import ZooKeeper
import ZooKeeperTesting

@testable import ZooKeeperShell

@Suite("Each command, against a server")
struct CommandTests {
  /// Runs one command, and says what it wrote and how it ended.
  private func zkcli(_ server: TestServer, _ words: String...) async throws -> ShellRun {
    try await ShellRun.run(["-server", server.connectString, "--wait", "10s"] + words)
  }

  private func expect(
    _ run: ShellRun, output: String = "", complaints: String = "", code: ExitCode = .ok,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(run.text == output, sourceLocation: location)
    #expect(run.complaints == complaints, sourceLocation: location)
    #expect(run.code == code.rawValue, sourceLocation: location)
  }

  @Test func create() async throws {
    try await withTestServer { server in
      expect(try await zkcli(server, "create", "/a", "first"), output: "/a\n")
      expect(
        try await zkcli(server, "create", "/a"),
        complaints: "zkcli: create /a: the node exists already\n",
        code: .conflict)
      expect(
        try await zkcli(server, "create", "-s", "/a/n-", "x"), output: "/a/n-0000000000\n")
      expect(
        try await zkcli(server, "create", "/b/c"),
        complaints: "zkcli: create /b/c: the node does not exist\n", code: .notFound)
      // The session ends with the command, and its ephemeral node with it.
      expect(try await zkcli(server, "create", "-e", "/e"), output: "/e\n")
      #expect(try await server.ask { try await $0.get("/a").text } == "first")
      #expect(try await server.ask { try await $0.stat("/a/n-0000000000") } != nil)
      #expect(try await server.ask { try await $0.stat("/e") } == nil)
    }
  }

  @Test func get() async throws {
    try await withTestServer { server in
      let created = try await server.ask { zk in
        try await zk.create("/a", Payload([0x00, 0xFF, 0x0A, 0x20]))
      }
      let run = try await zkcli(server, "get", "/a")
      #expect(run.output == [0x00, 0xFF, 0x0A, 0x20])
      #expect(run.code == 0)
      let detailed = try await zkcli(server, "get", "-s", "/a")
      let block = try #require(created.stat).block
      #expect(detailed.output == [0x00, 0xFF, 0x0A, 0x20, 0x0A] + Array(block.utf8))
      expect(
        try await zkcli(server, "get", "/b"),
        complaints: "zkcli: get /b: the node does not exist\n",
        code: .notFound)
    }
  }

  @Test func set() async throws {
    try await withTestServer { server in
      _ = try await zkcli(server, "create", "/a", "old")
      expect(try await zkcli(server, "set", "/a", "new"))
      expect(
        try await zkcli(server, "set", "-v", "0", "/a", "late"),
        complaints: "zkcli: set /a: the node has another version\n",
        code: .conflict)
      let run = try await zkcli(server, "set", "/a", "newer", "-v", "1", "-s")
      #expect(run.text.contains("\ndataVersion = 2\n"))
      expect(try await zkcli(server, "get", "/a"), output: "newer")
      expect(try await zkcli(server, "set", "/a", ""))
      expect(try await zkcli(server, "get", "/a"))
    }
  }

  @Test func delete() async throws {
    try await withTestServer { server in
      let script = "create /a; create /a/b; set /a/b x"
      #expect(try await zkcli(server, "-c", script).code == 0)
      expect(
        try await zkcli(server, "delete", "/a"),
        complaints: "zkcli: delete /a: the node has children\n",
        code: .conflict)
      expect(
        try await zkcli(server, "delete", "-v", "0", "/a/b"),
        complaints: "zkcli: delete /a/b: the node has another version\n",
        code: .conflict)
      expect(try await zkcli(server, "delete", "-v", "1", "/a/b"))
      expect(try await zkcli(server, "delete", "/a"))
      expect(
        try await zkcli(server, "delete", "/a"),
        complaints: "zkcli: delete /a: the node does not exist\n",
        code: .notFound)
    }
  }

  @Test func ls() async throws {
    try await withTestServer { server in
      // By their bytes, Z is before a, and é behind both.
      #expect(try await zkcli(server, "-c", "create /a; create /a/é; create /a/b").code == 0)
      #expect(try await zkcli(server, "-c", "create /a/Z; create /a/b/c").code == 0)
      expect(try await zkcli(server, "ls", "/a"), output: "Z\nb\né\n")
      expect(try await zkcli(server, "ls"), output: "a\nzookeeper\n")
      expect(try await zkcli(server, "ls", "-R", "/a"), output: "/a\n/a/Z\n/a/b\n/a/b/c\n/a/é\n")
      let detailed = try await zkcli(server, "ls", "-s", "/a")
      #expect(detailed.text.hasPrefix("Z\nb\né\ncZxid = 0x"))
      #expect(detailed.text.hasSuffix("\nnumChildren = 3\n"))
      expect(try await zkcli(server, "ls", "/a/b/c"))
      for options in [[], ["-R"]] {
        let run = try await ShellRun.run(
          ["-server", server.connectString, "ls"] + options + ["/b"])
        expect(run, complaints: "zkcli: ls /b: the node does not exist\n", code: .notFound)
      }
    }
  }

  @Test func stat() async throws {
    try await withTestServer { server in
      let stat = try await server.ask { zk in
        try await zk.create("/a", "12345").stat
      }
      expect(try await zkcli(server, "stat", "/a"), output: try #require(stat).block)
      expect(
        try await zkcli(server, "stat", "/b"),
        complaints: "zkcli: stat /b: the node does not exist\n",
        code: .notFound)
    }
  }

  @Test("What may not be done is told apart from what is not there")
  func access() async throws {
    try await withTestServer { server in
      try await server.ask { zk in
        _ = try await zk.create("/a", acl: .readOnly)
      }
      expect(
        try await zkcli(server, "set", "/a", "x"),
        complaints: "zkcli: set /a: the node's access control list does not allow it\n",
        code: .refused)
    }
  }

  @Test("Paths are read beneath the root that the list of servers names")
  func root() async throws {
    try await withTestServer { server in
      _ = try await zkcli(server, "-c", "create /app; create /app/a inner")
      let servers = server.connectString + "/app"
      expect(try await ShellRun.run(["-server", servers, "get", "/a"]), output: "inner")
      expect(try await ShellRun.run(["-server", servers, "ls", "-R"]), output: "/\n/a\n")
    }
  }
}
