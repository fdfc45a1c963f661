import Foundation
import PeerSupport
import Testing

/// Apache's shell, and its Java client in it, against Apache's server and against ours.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct ClientsShellTests {
  @Test("Apache's shell shows the same of our server as of Apache's own")
  func sameWords() throws {
    for reference in try Peers.references() {
      let theirs = try #require(ClientProgramSubject(rawValue: reference.name))
      let expected = try transcript(of: theirs.startServer(), as: reference)
      let actual = try transcript(of: ClientProgramSubject.bundled.startServer(), as: reference)
      #expect(expected.events.count > 20 && expected.answers.count > 200)
      expectEqual(actual.answers, expected.answers, "answers with \(reference.name)")
      expectEqual(actual.events, expected.events, "events with \(reference.name)")
      #expect(actual.identities == ["ip: 127.0.0.1", "digest: alice"])
      #expect(actual.identities == expected.identities)
    }
  }

  /// What the shell prints. Events come when they come, so they are in an order of their own.
  private struct Transcript {
    var answers: [String] = []
    var events: [String] = []
    /// Who somebody is. Apache keeps a set of that, in no order.
    var identities: Set<String> = []

    mutating func add(_ line: String) {
      if line.hasPrefix("WatchedEvent ") {
        events.append(line)
      } else if line.hasPrefix("ip: ") || line.hasPrefix("digest: ") {
        identities.insert(line)
      } else if !line.isEmpty, line != "WATCHER::", !line.hasPrefix("SLF4J: ") {
        answers.append(line)
      }
    }
  }

  private func transcript(
    of server: any ClientProgramServer, as reference: ApacheReference
  ) throws -> Transcript {
    let shell = try PeerProcess(
      ["/bin/sh", "-c", "exec \"$@\" 2>&1", "sh"] + Self.shell(of: reference)
        + ["-server", "127.0.0.1:\(server.port)"],
      environment: ["CLIENT_JVMFLAGS": "-XX:TieredStopAtLevel=1"])
    let commands = try String(
      contentsOfFile: ClientProgram.folder + "shell_commands.txt", encoding: .utf8)
    for command in commands.split(separator: "\n") { shell.send(String(command)) }
    var transcript = Transcript()
    while let line = try shell.readLine() {
      transcript.add(Self.withoutClocksAndNumbers(line, port: server.port))
      // The last command's event is the last of all: none is lost when the shell ends.
      if line.hasPrefix("WatchedEvent "), line.contains("path:/marker") { shell.send("quit") }
    }
    try shell.finish()
    return transcript
  }

  private static func shell(of reference: ApacheReference) throws -> [String] {
    guard reference.name == "3.8" else {
      // What the script starts; the archives that carry 3.9 have no scripts.
      return try reference.java(
        "org.apache.zookeeper.ZooKeeperMain", properties: ["log4j2.level": "OFF"])
    }
    let script = "/usr/share/zookeeper/bin/zkCli.sh"
    guard FileManager.default.isExecutableFile(atPath: script) else {
      throw PeerFailure.missing("zkCli.sh", package: "zookeeper")
    }
    return [script]
  }

  /// Without what differs between two runs on one server. What happened in 1970 happened always.
  private static func withoutClocksAndNumbers(_ line: String, port: Int) -> String {
    line.replacing("127.0.0.1:\(port)", with: "SERVER")
      .replacing(#/^([cm]time) = .* 20\d\d$/#) { "\($0.1) = NOW" }
      .replacing(#/ephemeralOwner = 0x[0-9a-f]{8,}/#, with: "ephemeralOwner = SESSION")
      // Of ephemerals Apache keeps a set, in no order.
      .replacing(#/^\[(/.*)\]$/#) { match in
        "[" + match.1.split(separator: ", ").sorted().joined(separator: ", ") + "]"
      }
  }

  /// Shows where two texts part.
  private func expectEqual(_ actual: [String], _ expected: [String], _ what: String) {
    let differs = zip(actual, expected).enumerated().first { $1.0 != $1.1 }
    let place = differs?.offset ?? min(actual.count, expected.count)
    func lines(_ text: [String]) -> String {
      text.dropFirst(max(0, place - 5)).prefix(10).joined(separator: "\n  ")
    }
    if actual != expected {
      Issue.record(
        "\(what) differ; ours:\n  \(lines(actual))\ninstead of:\n  \(lines(expected))")
    }
  }
}
