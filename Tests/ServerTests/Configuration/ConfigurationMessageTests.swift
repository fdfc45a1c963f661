import Testing
import ZooKeeperServer

/// What people are told about a zoo.cfg.
@Suite struct ConfigurationMessageTests {
  @Test("an error names file, line, key, value and what to do")
  func errors() {
    #expect(
      message("clientPort=abc")
        == "zoo.cfg:3: clientPort=abc: that is no whole number; write one from 0 to 65535")
    #expect(
      message("\n# c\ntickTime=0")
        == "zoo.cfg:5: tickTime=0: that is out of range; write a number from 1 to 2147483647")
    #expect(
      message("a=1\nb=\\u00")
        == "zoo.cfg:4: \\u without the four hexadecimal digits of a character; "
        + "write \\\\ for a backslash")
  }

  @Test("several servers are refused with the reason and the way out")
  func ensembles() {
    #expect(
      message("server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2")
        == "zoo.cfg:3: server.1=a:1:2: there are 3 servers, and this one serves alone; "
        + "starting it here would fork the ensemble; "
        + "start Apache's server, or serve a copy of the data with --standalone")
  }

  @Test("one server is told about, and serves")
  func oneServer() throws {
    #expect(
      try warnings("server.1=a:1:2") == [
        "zoo.cfg:3: server.1=a:1:2: one server is no ensemble; the line is ignored, as Apache does"
      ])
  }

  @Test("keys that change nothing are named in one line")
  func overlookedKeys() throws {
    let lines = "initLimit=10\nfoo.bar=1\nsyncLimit=5\nzookeeper.admin.serverPort=1\nbaz=2\n"
    let more = "authProvider.x=org.x.Y\nstandaloneEnabled=true\nreconfigEnabled=true"
    #expect(
      try warnings(lines + more) == [
        "zoo.cfg: these keys change nothing; without meaning on this server: initLimit, syncLimit, "
          + "zookeeper.admin.serverPort, authProvider.x, reconfigEnabled; unknown: foo.bar, baz"
      ])
  }

  @Test("a file without surprises has no warnings")
  func silence() throws {
    let lines = "tickTime=2000\nzookeeper.snapCount=7\nforceSync=yes\n"
    let package = "org.apache.zookeeper.server.auth."
    let providers =
      "authProvider.1=\(package)IPAuthenticationProvider\n"
      + "authProvider.2=\(package)DigestAuthenticationProvider\n"
    #expect(try warnings(lines + providers) == [])
  }

  @Test(
    "values that Apache overlooks are told about",
    arguments: [
      ("snapCount=x", "that is no number; the default is used, as Apache does"),
      ("enforceQuota=yes", "that is read as false, as Apache does; write true or false"),
      ("skipACL=true", "that is read as no, as Apache does; write yes or no"),
      ("forceSync=false", "that is read as yes, as Apache does; write yes or no"),
      (
        "snapshot.compression.method=gzip",
        "that is none of gz and nothing; snapshots are not compressed"
      ),
      ("autopurge.snapRetainCount=1", "3 snapshots are kept at least, as one may be damaged"),
      (
        "dataDir=data",
        "that begins in the directory that the server is started in; "
          + "write ./data if you are sure, or an absolute path"
      ),
    ])
  func overlookedValues(line: String, warning: String) throws {
    #expect(try warnings(line) == ["zoo.cfg:3: \(line): \(warning)"])
  }

  @Test("only the last value of a key is judged")
  func repetitions() throws {
    #expect(try warnings("snapCount=x\nzookeeper.snapCount=7") == [])
  }

  private func message(_ lines: String) -> String? {
    ServerCommand.reading(ConfigurationVerdictTests.base + lines).refusal
  }

  private func warnings(_ lines: String) throws -> [String] {
    try ServerCommand.reading(ConfigurationVerdictTests.base + lines).options.warnings
  }
}
