import Testing

@testable import ZooKeeperTransport

@Suite struct ChannelTableTests {
  private final class Nobody: Channel {
    func ready(_ readiness: Readiness) {}
    func runErrand() {}
    func shutDown() {}
  }

  @Test("a name leads to its channel, and to nothing once that is gone")
  func stale() throws {
    var table = ChannelTable()
    let first = Nobody()
    let second = Nobody()
    let firstID = table.insert(first)
    #expect(table[firstID] === first)

    table.remove(firstID)
    #expect(table[firstID] == nil)
    let secondID = table.insert(second)
    #expect(
      UInt32(truncatingIfNeeded: firstID.rawValue) == UInt32(truncatingIfNeeded: secondID.rawValue))
    #expect(table[firstID] == nil)
    #expect(table[secondID] === second)

    table.remove(firstID)
    #expect(table[secondID] === second)
  }

  @Test("names survive the way through the kernel")
  func rawValue() {
    var table = ChannelTable()
    for _ in 0..<3 {
      let id = table.insert(Nobody())
      #expect(ChannelID(rawValue: id.rawValue) == id)
      table.remove(id)
    }
    #expect(table[.bell] == nil)
    #expect(ChannelID(rawValue: ChannelID.bell.rawValue) == .bell)
  }

  @Test("the table holds what is open, and nothing else")
  func ownership() {
    var table = ChannelTable()
    weak var channel: Nobody?
    let id: ChannelID
    do {
      let made = Nobody()
      channel = made
      id = table.insert(made)
    }
    #expect(channel != nil && table.all.count == 1)
    table.remove(id)
    #expect(channel == nil && table.all.isEmpty)
  }
}
