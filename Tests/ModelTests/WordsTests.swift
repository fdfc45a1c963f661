import Testing
import ZooKeeperModel

@Suite struct WordsTests {
  @Test("ids print the way that ZooKeeper's logs and shells print them")
  func ids() {
    #expect(Zxid(rawValue: 31).description == "0x1f")
    #expect(Zxid.unspecified.description == "0xffffffffffffffff")
    #expect(SessionID(rawValue: 0x1000_0A5E_4B50_000).description == "0x10000a5e4b50000")
    #expect(SessionID(rawValue: .min).description == "0x8000000000000000")
    #expect(Version(rawValue: -1).description == "-1")
  }

  @Test("versions wrap around instead of stopping the program")
  func versions() {
    #expect(Version(rawValue: .max).next == Version(rawValue: .min))
    #expect(Version(rawValue: 0).next == Version(rawValue: 1))
  }

  @Test("permissions print as the letters of ZooKeeper's shells, and keep bits without a name")
  func permissions() {
    #expect(Permissions.all.rawValue == 31)
    #expect(Permissions.all.description == "cdrwa")
    #expect(Permissions([.read, .admin]).description == "ra")
    #expect(Permissions(rawValue: 64 | 1).description == "r")
    #expect(Permissions(rawValue: 64 | 1).rawValue == 65)
  }

  @Test("a time to live has 1 to 0xFFFFFFFFFF milliseconds")
  func timeToLive() {
    #expect(TimeToLive(milliseconds: 0) == nil)
    #expect(TimeToLive(milliseconds: 1)?.milliseconds == 1)
    #expect(TimeToLive(milliseconds: 0xFF_FFFF_FFFF) != nil)
    #expect(TimeToLive(milliseconds: 0x100_0000_0000) == nil)
  }

  @Test("random numbers are those of SplitMix64")
  func random() {
    // The first values for this seed, as published with the generator.
    var random = RandomSource(seed: 1_234_567)
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(published.map { _ in random.next() } == published)
  }

  @Test("every operation and every code has a name of its own")
  func names() {
    #expect(Set(OpCode.names.values).count == OpCode.names.count)
    let codes = ErrorCode.known.map(\.description)
    #expect(Set(codes).count == codes.count)
    #expect(OpCode(rawValue: 42).description == "operation 42")
    #expect(ErrorCode(rawValue: -42).meaning.contains("-42"))
  }
}
