import Testing
import ZooKeeperServer

/// What people type, and what comes of it.
@Suite struct ServerCommandTests {
  private static let files = [
    "zoo.cfg": "dataDir=/data\ndataLogDir=/logs\nclientPort=2182\ntickTime=2000\n",
    "member.cfg": "dataDir=/data\nclientPort=2182\nserver.1=a:1:2\nserver.2=b:1:2\n",
    "noport.cfg": "dataDir=/data\n",
  ]

  @Test("a directory is enough")
  func directory() throws {
    let options = try run("--data-dir", "data")
    #expect(options.configuration == ServerConfiguration(storage: .directory("data")))
    #expect(options.logLevel == .info)
    #expect(options.warnings == [])
  }

  @Test("every option has its setting, with its value behind a space or an equals sign")
  func options() throws {
    var expected = ServerConfiguration(
      address: "::1", port: 0, storage: .directory("/d", logDirectory: "/l"))
    expected.servesMemberAlone = true
    expected.snapshots.transactionsMax = 7
    expected.authentication.superDigest = "super:a="
    let sets = ["--set", "snapCount=7", "--set=DigestAuthenticationProvider.superDigest=super:a="]
    let spaced = ["--port", "0", "--address", "::1", "--data-dir", "/d", "--log-dir", "/l"]
    let equal = ["--port=0", "--address=::1", "--data-dir=/d", "--log-dir=/l"]
    for typed in [spaced, equal] {
      let options = try parse(typed + sets + ["--standalone", "--log-level", "debug"]).options
      #expect(options.configuration == expected)
      #expect(options.logLevel == .debug)
    }
  }

  @Test("in memory nothing is kept, whatever the file says")
  func inMemory() throws {
    #expect(try run("--in-memory").configuration == ServerConfiguration(storage: .inMemory))
    #expect(try run("zoo.cfg", "--in-memory").configuration.storage == .inMemory)
  }

  @Test("a file is read, and options win over it wherever they are")
  func file() throws {
    let plain = try run("zoo.cfg").configuration
    #expect(plain.storage == .directory("/data", logDirectory: "/logs"))
    #expect(plain.port == 2182)
    #expect(plain.tickMilliseconds == 2000)
    let changed = try run("--port", "1", "zoo.cfg", "--set", "tickTime=9").configuration
    #expect(changed.port == 1)
    #expect(changed.tickMilliseconds == 9)
    #expect(try run("noport.cfg", "--port", "0").configuration.port == 0)
    #expect(refusal("noport.cfg")?.hasPrefix("noport.cfg: clientPort is not set; ") ?? false)
  }

  @Test("logs do not stay where the file put them when the data moves")
  func movedData() throws {
    let moved = try run("zoo.cfg", "--data-dir", "/d").configuration
    #expect(moved.storage == .directory("/d"))
    let both = try run("zoo.cfg", "--data-dir", "/d", "--log-dir", "/l").configuration
    #expect(both.storage == .directory("/d", logDirectory: "/l"))
    let logs = try run("zoo.cfg", "--log-dir", "/l").configuration
    #expect(logs.storage == .directory("/data", logDirectory: "/l"))
  }

  // Apache's `ServerConfig` has no limit of connections unless the fourth argument sets one.
  @Test("port and directory are taken as Apache's server takes them")
  func apacheForm() throws {
    var expected = ServerConfiguration(port: 2183, storage: .directory("/d"))
    expected.connections.perAddressMax = 0
    #expect(try run("2183", "/d").configuration == expected)
    expected.tickMilliseconds = 500
    #expect(try run("2183", "/d", "500").configuration == expected)
    expected.connections.perAddressMax = 8
    #expect(try run("2183", "/d", "500", "8").configuration == expected)
    expected.port = 4
    #expect(try run("2183", "/d", "500", "8", "--port", "4").configuration == expected)
  }

  @Test("a member of an ensemble is served only where that is asked for")
  func members() throws {
    #expect(refusal("member.cfg")?.contains("would fork the ensemble") ?? false)
    let options = try run("member.cfg", "--standalone")
    #expect(options.configuration.servesMemberAlone)
    #expect(
      options.warnings == [
        "member.cfg:3: server.1=a:1:2: other servers are ignored, as --standalone asks for"
      ])
  }

  @Test("help and version are answered whatever else is typed")
  func questions() {
    #expect(parse(["--help"]) == .showHelp)
    #expect(parse(["-h"]) == .showHelp)
    #expect(parse(["--port", "1", "--version"]) == .showVersion)
    #expect(parse(["missing.cfg", "--help", "--bogus"]) == .showHelp)
  }

  @Test(
    "what cannot be meant is refused with what to do",
    arguments: [
      (
        [],
        "command line: dataDir is not set; set it in a zoo.cfg, or use --data-dir or --in-memory"
      ),
      (["--bogus"], "--bogus: there is no such option; see zkserver --help"),
      (["-p", "1"], "-p: there is no such option; see zkserver --help"),
      (["--port"], "--port: it needs a value; see zkserver --help"),
      (["--data-dir", "--in-memory"], "--data-dir: it needs a value; see zkserver --help"),
      (["--in-memory=no"], "--in-memory: there is no such option; see zkserver --help"),
      (
        ["--port", "-1"],
        "--port -1: that is out of range; write a number from 0 to 65535"
      ),
      (["--port=x"], "--port x: that is no whole number; write one from 0 to 65535"),
      (["--set", "tickTime"], "--set tickTime: that is not key=value; see zkserver --help"),
      (
        ["--set", "tickTime=x"],
        "--set tickTime=x: that is no whole number; write one from 1 to 2147483647"
      ),
      (
        ["--log-level", "loud"],
        "--log-level loud: there is no such level; use one of debug, info, warning, error"
      ),
      (["x", "/d"], "PORT x: that is no whole number; write one from 0 to 65535"),
      (["1", "/d", "2", "3", "4"], "4: that is one argument too many; see zkserver --help"),
      (
        ["1", "/d", "--in-memory"],
        "--in-memory: a directory for the data is named as well; see zkserver --help"
      ),
      (
        ["--log-dir", "/d", "--in-memory"],
        "--in-memory: a directory for the data is named as well; see zkserver --help"
      ),
      (["missing.cfg"], "missing.cfg: it is not there; name another file"),
    ])
  func refusals(arguments: [String], message: String) {
    #expect(parse(arguments).refusal == message)
  }

  @Test("help fits a terminal and names every option")
  func help() {
    let lines = ServerCommand.help.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 100 })
    let options = [
      "--port", "--address", "--data-dir", "--log-dir", "--in-memory", "--set", "--standalone",
      "--log-level", "--version", "--help",
    ]
    for option in options {
      #expect(ServerCommand.help.contains("\n  \(option) "), "\(option)")
    }
  }

  private func run(_ arguments: String...) throws -> ServerCommand.Options {
    try parse(arguments).options
  }

  private func refusal(_ arguments: String...) -> String? {
    parse(arguments).refusal
  }

  private func parse(_ arguments: [String]) -> ServerCommand {
    ServerCommand.parse(arguments) { name throws(ConfigurationError) in
      guard let text = Self.files[name] else {
        throw ConfigurationError(name, "it is not there", advice: "name another file")
      }
      return text
    }
  }
}
