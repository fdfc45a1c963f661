import Foundation
import PeerSupport
import Testing
import ZooKeeperTesting

@testable import ZooKeeperShell

@Suite("The prompt, at a real terminal")
struct PromptTests {
  @Test("Commands, their answers, and a way out")
  func conversation() throws {
    let session = try TerminalSession(["--embedded"])
    try session.see("embedded> ")
    session.type("create /a 'größer'; get /a\r")
    try session.see("/a\r\ngrößer\r\n")
    try session.see("embedded> ")
    session.type("get /b\r")
    try session.see("get /b: the node does not exist\r\n")
    session.type("get 'b\r")
    try session.see("the quote ' is not closed in this line\r\n")
    session.type("help get\r")
    try session.see("get [-s] PATH\r\n")
    session.type("exit\r")
    #expect(session.waitForExit() == 0)
  }

  @Test("The prompt shows the server and the root")
  func place() async throws {
    try await withTestServer { server in
      let made = try await ShellRun.run(["-server", server.connectString, "create", "/app"])
      #expect(made.code == 0)
      let session = try TerminalSession(["-server", server.connectString + "/app"])
      try session.see("\(server.connectString)/app> ")
      session.type("ls\r")
      try session.see("\(server.connectString)/app> ")
      session.type("\u{4}")
      #expect(session.waitForExit() == 0)
    }
  }

  @Test("Ctrl-C gives up the line, and Ctrl-D leaves only from an empty one")
  func givingUp() throws {
    let session = try TerminalSession(["--embedded"])
    try session.see("embedded> ")
    session.type("create /a\u{3}")
    try session.see("^C\r\n")
    try session.see("embedded> ")
    session.type("ls\u{4}")
    session.type("\r")
    try session.see("zookeeper\r\n")
    session.type("\u{4}")
    #expect(session.waitForExit() == 0)
  }

  @Test("Ctrl-C cancels the command that runs, and not the shell")
  func cancelling() throws {
    let port = try LoopbackSocket.freePorts(1)[0]
    let session = try TerminalSession(["-server", "127.0.0.1:\(port)", "--wait", "10m"])
    try session.see("127.0.0.1:\(port) cannot be used")
    try session.see("127.0.0.1:\(port) (connecting)> ")
    for _ in 0..<3 {
      session.type("get /a\r")
      try session.see("get /a\r\n")
      #expect(session.waitUntilCommandRuns())
      session.type("\u{3}")
      try session.see("get /a: interrupted\r\n")
      try session.see("(connecting)> ")
    }
    session.type("quit\r")
    #expect(session.waitForExit() == 0)
  }

  @Test("A server that goes shows in the prompt, and what is asked meanwhile is told")
  func disconnected() async throws {
    try await withTestServer { server in
      let session = try TerminalSession(["-server", server.connectString, "--wait", "300ms"])
      try session.see("\(server.connectString)> ")
      await server.stop()
      session.type("get /a\r")
      try session.see("get: no server answered within 300ms: ")
      try session.see("(disconnected)> ")
      session.type("\u{4}")
      #expect(session.waitForExit() == 0)
    }
  }

  @Test("What was typed comes back with the arrow, in the next session too, but not a secret")
  func history() throws {
    let home = try ScratchDirectory("zookeeper-terminal")
    let first = try TerminalSession(["--embedded"], home: home)
    try first.see("embedded> ")
    first.type("create /日本 x\r")
    try first.see("/日本\r\n")
    first.type(" create /hidden y\r")
    try first.see("/hidden\r\n")
    first.type("\u{1B}[A\r")
    try first.see("create /日本: the node exists already\r\n")
    first.type("quit\r")
    #expect(first.waitForExit() == 0)

    let second = try TerminalSession(["--embedded"], home: home)
    try second.see("embedded> ")
    // Past `quit`, and past what the arrow brought back.
    second.type("\u{1B}[A\u{1B}[A\r")
    try second.see("/日本\r\n")
    second.type("quit\r")
    #expect(second.waitForExit() == 0)
    let text = try String(contentsOfFile: home.file(".zkcli_history"), encoding: .utf8)
    #expect(!text.contains("hidden"))
  }
}
