import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperTree

@Suite struct AuthenticationTests {
  private let authentication = Authentication(
    hash: sha1, superDigest: "super:lK75jTNcA+U9vtVEw5vB51mj/w4=")

  private func send(
    _ scheme: String, _ credential: Secret?, to authentication: Authentication
  ) -> Authentication.Outcome {
    authentication.outcome(of: AuthRequest(scheme: scheme, credential: credential))
  }

  /// From Apache's own class, version 3.9.3.
  @Test(
    "a user is known by the hash that Apache computes",
    arguments: [
      ("user:password", "user:tpUq/4Pn5A64fVZyQ0gOJ8ZWqkY="),
      ("user", "user:Et6pb+wgWTVmq3VpLJlJWWgzrck="),
      ("user:", "user:kd7q5xGKLW+18xQTfO8iqRaFvsM="),
      (":password", ":gyEPUzox3L5aQh2uqrRlPr0/Eus="),
      ("a:b:c", "a:cLzgnoJ6mP5qz3w+mwvPE2vDgu0="),
      ("", ":2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
      (":", ":BaefBs8/Z/cm2uaNGKIpD2yaUMk="),
      ("ü:ß", "ü:vB6Co0vguxtrKN0lKrXliXiGJq4="),
      ("e\u{301}:x", "e\u{301}:5UDiTW193gBOTR5XCbgpL2itZDk="),
    ] as [(String, String)])
  func digests(_ credential: String, _ id: String) {
    let identity = Identity(scheme: "digest", id: id)
    #expect(send("digest", Secret(credential), to: authentication) == .proven([identity]))
  }

  /// From Apache's own class, version 3.9.3, where Java's charset is UTF-8.
  @Test(
    "credentials that are no text are repaired as Java repairs them",
    arguments: [
      ([0xFF, 0x3A, 0x41], "\u{FFFD}:6RsRfRi3gjdeuiJwhXJngrkCAXI="),
      ([0xE2, 0x82, 0x3A, 0x41], "\u{FFFD}:6RsRfRi3gjdeuiJwhXJngrkCAXI="),
      ([0xF0, 0x9F, 0x98, 0x3A], "\u{FFFD}:L9hd4NrpELnaigKMISVfx0gwg0E="),
      ([0xC0, 0x80, 0x3A], "\u{FFFD}\u{FFFD}:uPqutlLY0AJK/ohO+aNuVpZaJ5M="),
    ] as [([UInt8], String)])
  func repairedText(_ credential: [UInt8], _ id: String) {
    let identity = Identity(scheme: "digest", id: id)
    #expect(send("digest", Secret(credential), to: authentication) == .proven([identity]))
  }

  @Test("the super user's digest proves the super user too")
  func superuser() {
    #expect(
      send("digest", Secret("super:secret"), to: authentication)
        == .proven([
          Identity(scheme: "super", id: ""),
          Identity(scheme: "digest", id: "super:lK75jTNcA+U9vtVEw5vB51mj/w4="),
        ]))
    let without = Authentication(hash: sha1)
    let digest = Identity(scheme: "digest", id: "super:lK75jTNcA+U9vtVEw5vB51mj/w4=")
    #expect(send("digest", Secret("super:secret"), to: without) == .proven([digest]))
  }

  @Test("the address proves nothing new, whatever is sent with it")
  func address() {
    #expect(send("ip", nil, to: authentication) == .proven([]))
    #expect(send("ip", Secret("10.0.0.1"), to: authentication) == .proven([]))
  }

  @Test(
    "what a packet cannot prove is refused",
    arguments: ["world", "super", "auth", "sasl", "x509", "ensemble", "key", "", "DIGEST"])
  func refused(_ scheme: String) {
    #expect(send(scheme, Secret("user:password"), to: authentication) == .refused)
  }

  @Test("sasl and x509 are refused as packets even where they are known")
  func otherDoors() {
    let all = Authentication(schemes: [.ip, .digest, .sasl, .x509], hash: sha1)
    #expect(send("sasl", Secret("alice"), to: all) == .refused)
    #expect(send("x509", Secret("CN=alice"), to: all) == .refused)
  }

  @Test("a digest without a credential, or where digests are switched off, is refused")
  func digestRefused() {
    #expect(send("digest", nil, to: authentication) == .refused)
    let off = Authentication(schemes: [.ip], hash: sha1)
    #expect(send("digest", Secret("user:password"), to: off) == .refused)
  }

  @Test("a client that asks for another ensemble is sent away, one that names none is not")
  func ensembles() {
    let named = Authentication(hash: sha1, ensembleNames: ["one", "two"])
    #expect(send("ensemble", Secret("two"), to: named) == .proven([]))
    #expect(send("ensemble", Secret("three"), to: named) == .wrongEnsemble)
    #expect(send("ensemble", Secret("tw"), to: named) == .wrongEnsemble)
    #expect(send("ensemble", Secret(""), to: named) == .proven([]))
    #expect(send("ensemble", nil, to: named) == .proven([]))
  }

  /// From RFC 4648, section 10, and the ends of the alphabet.
  @Test(
    "base 64",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{FFFF}>>?", "77+/Pj4/"),
    ] as [(String, String)])
  func base64(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
  }
}
