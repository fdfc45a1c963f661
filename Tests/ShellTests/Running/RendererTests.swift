import Testing
import ZooKeeper

@testable import ZooKeeperShell

@Suite("Answers are written for programs, or for people")
struct RendererTests {
  private func shown(_ data: Payload, forTerminal: Bool = true) -> String {
    String(decoding: Renderer(forTerminal: forTerminal).bytes(of: .data(data)), as: UTF8.self)
  }

  @Test("At a terminal the line is ended, and nothing in the data drives the terminal")
  func terminal() {
    #expect(shown("text") == "text\n")
    #expect(shown("text\n") == "text\n")
    #expect(shown("größer\tals\n") == "größer\tals\n")
    #expect(shown("\u{1B}[2J") == "\\x1b[2J\n")
    #expect(shown(Payload([0x61, 0xFF, 0x00])) == "a\\xff\\x00\n")
    // A control character of the second kind, which some terminals take for the start of a command.
    #expect(shown("\u{9B}2J") == "\\xc2\\x9b2J\n")
  }

  @Test("Elsewhere the bytes are as they are")
  func pipe() {
    let data = Payload([0x1B, 0xFF, 0x0A])
    #expect(Renderer(forTerminal: false).bytes(of: .data(data)) == data.bytes)
  }

  @Test("A stat has the lines of Apache's shell, in its order")
  func stat() {
    let stat = Stat(
      czxid: Zxid(rawValue: 0x10), mzxid: Zxid(rawValue: 0x11), pzxid: Zxid(rawValue: 0x12),
      ctime: Timestamp(millisecondsSinceEpoch: 1_709_208_000_250),
      ephemeralOwner: SessionID(rawValue: 0x1_0000_0000_0001), version: Version(rawValue: 3),
      cversion: Version(rawValue: 2), aversion: Version(rawValue: 1), dataLength: 5,
      numChildren: 4)
    #expect(
      stat.block == """
        cZxid = 0x10
        ctime = 2024-02-29T12:00:00.250Z
        mZxid = 0x11
        mtime = 1970-01-01T00:00:00.000Z
        pZxid = 0x12
        cversion = 2
        dataVersion = 3
        aclVersion = 1
        ephemeralOwner = 0x1000000000001
        dataLength = 5
        numChildren = 4

        """)
  }
}
