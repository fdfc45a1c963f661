import Testing
import ZooKeeperModel
import ZooKeeperTree

@Suite struct SessionIDSourceTests {
  /// From Apache's formula, run in Java.
  @Test(
    "the first id is made of server and time as Apache makes it",
    arguments: [
      (0, 1, "0x100000000000000"),
      (1, 1, "0x100000000010000"),
      (12_345_678, 1, "0x10000bc614e0000"),
      (12_345_678, 254, "0xfe0000bc614e0000"),
      (12_345_678, 0, "0xbc614e0000"),
      (1_763_677_000_000, 1, "0x19aa35751400000"),
      (0xFF_FFFF_FFFF, 1, "0x1ffffffffff0000"),
      (0x100_0000_0001, 128, "0x8000000000010000"),
      // The number that stands for a container.
      (0, 128, "0x8000000000000001"),
    ] as [(Int64, UInt8, String)])
  func first(_ milliseconds: Int64, _ server: UInt8, _ id: String) {
    var ids = SessionIDSource(serverNumber: server, startingAtMilliseconds: milliseconds)
    #expect(ids.next().description == id)
  }

  @Test("server 0 never gives the id that means none")
  func none() {
    var ids = SessionIDSource(serverNumber: 0, startingAtMilliseconds: 0)
    #expect(ids.next().rawValue == 1)
  }

  @Test("ids count up by one")
  func counting() {
    var ids = SessionIDSource(startingAtMilliseconds: 5)
    let first = ids.next().rawValue
    #expect((1...3).map { _ in ids.next().rawValue } == [first + 1, first + 2, first + 3])
  }

  @Test("ids stay above those that were used before")
  func above() {
    var ids = SessionIDSource(startingAtMilliseconds: 5)
    let later = SessionID(rawValue: 0x0100_0000_0006_0000)
    ids.stayAbove(later)
    #expect(ids.next().rawValue == later.rawValue + 1)
    ids.stayAbove(SessionID(rawValue: 0x0100_0000_0000_0000))
    #expect(ids.next().rawValue == later.rawValue + 2)
  }

  @Test("the ids of another server leave ours as they are")
  func foreign() {
    var ids = SessionIDSource(startingAtMilliseconds: 5)
    for server: UInt64 in [0x02, 0x7F, 0x80, 0xFE] {
      ids.stayAbove(SessionID(rawValue: Int64(bitPattern: server << 56 | 0xFF_FFFF_FFFF_FFFF)))
    }
    #expect(ids.next().description == "0x100000000050000")
  }

  @Test("behind the last id of a server comes its first, never another server's")
  func wrappingAround() {
    var ids = SessionIDSource(startingAtMilliseconds: 5)
    ids.stayAbove(SessionID(rawValue: 0x01FF_FFFF_FFFF_FFFF))
    #expect(ids.next().description == "0x100000000000000")
  }

  @Test("a server with the number of nodes that go by themselves is a mistake")
  func reservedServer() async {
    await #expect(processExitsWith: .failure) {
      _ = SessionIDSource(serverNumber: 255, startingAtMilliseconds: 0)
    }
  }
}
