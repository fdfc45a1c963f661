import Testing
import ZooKeeperTree

@Suite struct IPNetworkTests {
  /// From Apache's own class, version 3.9.3.
  @Test(
    "IPv4 networks are read as Apache reads them",
    arguments: [
      ("10.0.0.1", true), ("10.0.0.1/8", true), ("10.0.0.1/0", true), ("10.0.0.1/32", true),
      ("10.0.0.1/33", false), ("10.0.0.1/-1", false), ("10.0.0.1/", false),
      ("10.0.0.1/8/9", false), ("10.0.0", false), ("10.0.0.0.1", false), ("10.0.0.256", false),
      ("10.0.0.-1", false), ("010.0.0.1", true), ("+10.0.0.1", true), ("10.0.0. 1", false),
      ("10.0.0.", false), ("", false), ("/8", false), ("10.0.0.1/+8", true),
      ("10.0.0.1/08", true), ("-0.0.0.0", true), ("localhost", false), ("anyone", false),
    ] as [(String, Bool)])
  func readingV4(_ text: String, _ isValid: Bool) {
    #expect((IPNetwork(text) != nil) == isValid)
  }

  /// From the rules of 3.9.4, the first to read them.
  @Test(
    "IPv6 networks are read as Apache reads them",
    arguments: [
      ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", true), ("2001:db8::8a2e:370:7334", true),
      ("::1", true), ("1::", true), ("::", true), ("::/0", true), ("2001:DB8::/32", true),
      ("::1/128", true), ("::1/129", false), ("1:2:3:4:5:6:7:8", true), ("1:2:3:4:5:6:7", false),
      ("1:2:3:4:5:6:7:8:9", false), ("1:2:3:4:5:6:7::", true), ("1:2:3:4:5:6:7::8", false),
      ("1::2::3", false), (":::", false), (":1", false), ("1:", false), ("12345::", false),
      ("g::", false), ("+1::", false), ("-1::", false), ("::ffff:10.0.0.1", false),
      ("fe80::1%eth0", false), ("[::1]", false),
    ] as [(String, Bool)])
  func readingV6(_ text: String, _ isValid: Bool) {
    #expect((IPNetwork(text) != nil) == isValid)
  }

  /// The rows of IPv4 are from Apache's own class, version 3.9.3.
  @Test(
    "an address is in a network if they begin alike",
    arguments: [
      ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false),
      ("10.0.0.1", "10.9.9.9/8", true), ("10.0.0.1", "11.0.0.1/8", false),
      ("10.0.0.1", "11.0.0.1/7", true), ("10.0.0.1", "0.0.0.0/0", true),
      ("10.0.0.1", "10.0.0.0/31", true), ("10.0.0.1", "10.0.0.2/31", false),
      ("10.0.0.1", "010.0.0.01", true), ("0:0:0:0:0:0:0:1", "0.0.0.0/0", false),
      ("127.0.0.1", "::/0", false), ("0:0:0:0:0:0:0:1", "::1", true),
      ("2001:db8:0:0:0:0:0:9", "2001:db8::/32", true),
      ("2001:db9:0:0:0:0:0:9", "2001:db8::/32", false),
      ("2001:db9:0:0:0:0:0:9", "2001:db8::/31", true), ("nobody", "0.0.0.0/0", false),
    ] as [(String, String, Bool)])
  func containing(_ address: String, _ network: String, _ isInside: Bool) throws {
    #expect(try #require(IPNetwork(network)).contains(address) == isInside)
  }
}
