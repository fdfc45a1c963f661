import Testing
import ZooKeeper
import ZooKeeperModel

/// Connect strings against the verdicts of the parser in Apache's Java client 3.9.3.
@Suite struct ServerListTests {
  private static func servers(_ pairs: (String, UInt16)...) -> [ServerAddress] {
    pairs.map { ServerAddress(host: $0.0, port: $0.1) }
  }

  @Test(
    "what Apache reads and means is read as Apache reads it",
    arguments: [
      ("a", servers(("a", 2181)), "/"),
      ("a:1", servers(("a", 1)), "/"),
      ("a:65535", servers(("a", 65535)), "/"),
      ("a:02181", servers(("a", 2181)), "/"),
      ("a,b", servers(("a", 2181), ("b", 2181)), "/"),
      ("a , b:3 ,c:4/x", servers(("a", 2181), ("b", 3), ("c", 4)), "/x"),
      ("a\t,\nb", servers(("a", 2181), ("b", 2181)), "/"),
      ("  a  ", servers(("a", 2181)), "/"),
      ("a,,b", servers(("a", 2181), ("b", 2181)), "/"),
      ("a, ,b", servers(("a", 2181), ("b", 2181)), "/"),
      (",a,", servers(("a", 2181)), "/"),
      ("a:2181,b:2182/app/x", servers(("a", 2181), ("b", 2182)), "/app/x"),
      ("a/", servers(("a", 2181)), "/"),
      ("a/x ", servers(("a", 2181)), "/x "),
      ("[::1]", servers(("::1", 2181)), "/"),
      ("[::1]:2181", servers(("::1", 2181)), "/"),
      ("[2001:db8::7]:2182,h/x", servers(("2001:db8::7", 2182), ("h", 2181)), "/x"),
      ("[fe80::1%eth0]:2181", servers(("fe80::1%eth0", 2181)), "/"),
      ("[a]:5", servers(("a", 5)), "/"),
      ("host_1.example-x.org:80", servers(("host_1.example-x.org", 80)), "/"),
    ])
  func reading(_ text: String, _ servers: [ServerAddress], _ root: String) throws {
    let list = try ServerList(validating: text)
    #expect(list.servers == servers)
    #expect(list.root.text == root)
  }

  @Test(
    "what Apache refuses is refused",
    arguments: [
      "a//x", "a/x/", "a/./x", "a:65536", "a:-1", "a:x", "a: 5", "[::1", "[]", "[]:5", "[::1]x",
      "[::1]:", "[::1]:x", "zk://a",
      // Refused by its client, which finds no server in what its parser read.
      "", ",", "/app",
    ])
  func refusing(_ text: String) {
    #expect(throws: InvalidServerList.self) { try ServerList(validating: text) }
  }

  @Test(
    "what Apache reads as something that nobody means is refused",
    arguments: [
      // A host named ":" at port 1, "2001:db8:" at port 1, and "a:1" at port 2.
      "::1", "2001:db8::1", "a:1:2",
      // Right by accident: Apache takes whatever stands behind the last colon for the port.
      "fe80::1:2181",
      // Hosts that no resolver finds: "a ", "a b", "", "::1]", "[::1", "a]" and one with a wide
      // space.
      "a :5", "a b", ":2181", "[::1]]:5", "[[::1]:5", "a]", "a\u{A0},b",
      // Ports that nobody listens at, or that were written by mistake.
      "a:", "a:0", "a:+5", "a:\u{662}",
      // The root "/x,b/x" on the server a alone.
      "a/x,b/x",
    ])
  func refusingWhatApacheReads(_ text: String) {
    #expect(throws: InvalidServerList.self) { try ServerList(validating: text) }
  }

  @Test(
    "a refusal says what is wrong, where, and what to do",
    arguments: [
      ("", "it names no server; write one as host or host:port"),
      ("a,b, :80", "\":80\" at byte 5 has no host"),
      ("a, b c", "\"b c\" at byte 3 has a host with a character that no host has"),
      ("é,b", "\"é\" at byte 0 has a host with a character that no host has"),
      ("a,[::1,b", "\"[::1\" at byte 2 is not [address] or [address]:port"),
      (
        "a,::1",
        "\"::1\" at byte 2 has several colons; put an IPv6 address in brackets, [address]:port"
      ),
      ("a,b:70000/x", "\"b:70000\" at byte 2 has no port from 1 to 65535 behind its colon"),
      (
        "a/x,b/x",
        "\"/x,b/x\" at byte 1 goes on with a comma;"
          + " the path is written once, behind the last server"
      ),
      ("a/x/", "invalid path \"/x/\": it must not end with a slash"),
    ])
  func messages(_ text: String, _ message: String) {
    let error = #expect(throws: InvalidServerList.self) { try ServerList(validating: text) }
    #expect(error?.text == text)
    #expect(error?.description == "invalid server list \(text.debugDescription): \(message)")
  }

  @Test("an ensemble has at most 255 servers")
  func count() throws {
    let many = (1...256).map { "h\($0)" }
    #expect(try ServerList(validating: many.dropLast().joined(separator: ",")).servers.count == 255)
    let error = #expect(throws: InvalidServerList.self) {
      try ServerList(validating: many.joined(separator: ","))
    }
    #expect(error?.reason == .tooManyServers(256))
    let listed = #expect(throws: InvalidServerList.self) {
      try ServerList(many.map { ServerAddress(host: $0) })
    }
    #expect(listed?.reason == .tooManyServers(256))
  }

  @Test("a list of known servers needs one")
  func known() throws {
    let server = ServerAddress(host: "::1", port: 2182)
    let list = try ServerList([server], root: "/app")
    #expect(list == "[::1]:2182/app")
    let error = #expect(throws: InvalidServerList.self) { try ServerList([]) }
    #expect(error?.reason == .noServers)
  }

  @Test(
    "printed it is a connect string that means the same",
    arguments: [
      ("a", "a:2181"), ("a ,[::1]/x", "a:2181,[::1]:2181/x"), ("a:5/", "a:5"),
    ])
  func printing(_ text: String, _ printed: String) throws {
    let list = try ServerList(validating: text)
    #expect(list.description == printed)
    #expect(try ServerList(validating: printed) == list)
  }
}
