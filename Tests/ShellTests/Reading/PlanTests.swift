import Testing
import ZooKeeper

@testable import ZooKeeperShell

@Suite("Words become a plan, or a word about why not")
struct PlanTests {
  private func plan<Planned: ClientCall>(_ words: Word...) throws -> Planned {
    guard case .call(let call) = try Command.plan(words), let planned = call as? Planned
    else { throw UsageError("another plan") }
    return planned
  }

  @Test(
    "Kinds of nodes",
    arguments: [
      ([], CreateMode.persistent), (["-s"], .persistentSequential), (["-e"], .ephemeral),
      (["-e", "-s"], .ephemeralSequential), (["-c"], .container),
    ] as [([Word], CreateMode)])
  func modes(options: [Word], expected: CreateMode) throws {
    guard case .call(let call) = try Command.plan(["create"] + options + ["/a"]) else {
      Issue.record("no call")
      return
    }
    #expect((call as? Create)?.mode == expected)
  }

  @Test("A time to live in milliseconds, as Apache's shell has it, or with its unit")
  func timeToLive() throws {
    let time = try #require(TimeToLive(milliseconds: 90_000))
    let plain: Create = try plan("create", "-t", "90000", "/a")
    #expect(plain.mode == .timeToLive(time))
    let sequential: Create = try plan("create", "-s", "--ttl", "90s", "/a")
    #expect(sequential.mode == .timeToLiveSequential(time))
  }

  @Test("Versions, and where there is none")
  func versions() throws {
    let guarded: SetData = try plan("set", "/a", "x", "-v", "7")
    #expect(guarded.version == Version(rawValue: 7))
    let free: Delete = try plan("delete", "/a")
    #expect(free.version == nil)
  }

  @Test("A list begins at the root where nothing is said")
  func root() throws {
    let list: List = try plan("ls")
    #expect(list.path == .root)
  }

  @Test(
    "What cannot be meant is refused, with the usage",
    arguments: [
      (["gte", "/a"], "there is no command gte: help lists what there is"),
      (
        ["get", "a"],
        "get: invalid path \"a\": it must start with a slash; usage: get [-s] PATH"
      ),
      (["get", Word([0x2F, 0xFF])], "get: the path /\u{FFFD} is not UTF-8; usage: get [-s] PATH"),
      (
        ["delete", "-v", "x", "/a"],
        "delete: x is no version: that is a number from -1 to 2147483647;"
          + " usage: delete [-v VERSION] PATH"
      ),
      (["ls", "-s", "-R", "/"], "ls: -s does not go with -R; usage: ls [-s] [-R] [PATH]"),
      (["help", "gte"], "help: there is no command gte; usage: help [COMMAND]"),
    ] as [([Word], String)])
  func refusals(words: [Word], expected: String) {
    #expect(throws: UsageError(expected)) { try Command.plan(words) }
  }

  @Test(
    "Options that contradict each other are refused",
    arguments: [
      ["create", "-c", "-e", "/a"], ["create", "-c", "-s", "/a"],
      ["create", "-e", "-t", "1s", "/a"],
      ["create", "-c", "-t", "1s", "/a"], ["create", "-t", "0", "/a"],
      ["create", "-t", "soon", "/a"], ["create", "/a", "x", "--from", "f"], ["set", "/a"],
    ] as [[Word]])
  func contradictions(words: [Word]) {
    #expect(throws: UsageError.self) { try Command.plan(words) }
  }
}
