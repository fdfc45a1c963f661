import Testing

@testable import ZooKeeperTransport

@Suite struct AddressTests {
  @Test(
    "an address reads as it is written, in the shortest form",
    arguments: [
      ("0.0.0.0", "0.0.0.0"), ("127.0.0.1", "127.0.0.1"), ("255.1.20.3", "255.1.20.3"),
      ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:0:0:0:5", "2001:db8::5"),
      ("fe80::1:2:3:4", "fe80::1:2:3:4"),
    ])
  func text(written: String, shortest: String) throws {
    #expect(try #require(IPAddress(written)).description == shortest)
  }

  @Test(
    "what is no address is not read",
    arguments: ["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "localhost", "::g", "[::1]", "1.2.3.4 "])
  func noAddress(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test("octets stand in the order of the network")
  func octets() throws {
    #expect(try #require(IPAddress("10.20.30.40")).octets == [10, 20, 30, 40])
    let six = try #require(IPAddress("102:304:506:708:90a:b0c:d0e:f10"))
    #expect(six.octets == Array(1...16))
  }

  @Test("an IPv4 peer of an IPv6 socket has its IPv4 address")
  func unmapped() throws {
    #expect(try #require(IPAddress("::ffff:10.0.0.1")).unmapped == IPAddress("10.0.0.1"))
    #expect(IPAddress.loopbackV6.unmapped == .loopbackV6)
  }

  @Test("an address shows where the port begins")
  func socketAddress() {
    #expect(SocketAddress(.loopback, port: 2181).description == "127.0.0.1:2181")
    #expect(SocketAddress(.loopbackV6, port: 2181).description == "[::1]:2181")
  }
}
