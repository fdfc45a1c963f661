import Testing
import ZooKeeperModel

@testable import ZooKeeperSession

/// Who we say we are, on every connection anew.
@Suite struct CredentialTests {
  private static let getA = Request.getData(ReadRequest(path: "/a", watch: false))

  private static func script(_ users: String...) -> Script {
    Script([.a, .b]) {
      $0.credentials = users.map { Credential.digest(user: $0, password: "") }
    }
  }

  @Test("every connection hears all credentials in their order, before anything else")
  func order() {
    var script = CredentialTests.script("first", "second")
    script.submit(CredentialTests.getA)
    script.start()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xA)
    script.reply(-4, zxid: 0)
    script.reply(-4, zxid: 0)
    script.reply(1)
    script.addCredential("third")
    script.reply(-4, zxid: 0)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > auth digest first:
          > auth digest second:
          > 1 getData /a
        < -4 ok
        < -4 ok
        < 1 ok
          call 1: ok
        call 2: credential third
          > auth digest third:
        < -4 ok
          call 2: ok
        """)
    script.lose()
    script.resolve()
    script.connect()
    _ = script.take()
    script.greet(0xA)
    #expect(
      script.take() == """
        < welcome 0xa
          now connected 0xa
          > auth digest first:
          > auth digest second:
          > auth digest third:
        """)
  }

  @Test("a session without what was required is not the one that was asked for")
  func requiredRefused() {
    var script = CredentialTests.script("me")
    script.submit(CredentialTests.getA)
    script.start()
    script.reach(0xA)
    _ = script.take()
    script.reply(-4, zxid: 0, .authFailed)
    script.submit(CredentialTests.getA)
    #expect(
      script.take() == """
        < -4 authFailed
          disconnect: closedHere
          call 1 fails: authenticationFailed
          now ended: authenticationFailed by digest
        call 2: getData /a
          refused: authenticationFailed
        """)
  }

  // Apache's server answers with a refusal and hangs up.
  @Test("what was shown later and refused fails its call alone, and is shown no more")
  func laterRefused() {
    var script = CredentialTests.script("me")
    script.start()
    script.reach(0xA)
    script.reply(-4, zxid: 0)
    script.addCredential("other")
    _ = script.take()
    script.reply(-4, zxid: 0, .authFailed)
    script.lose()
    script.resolve()
    script.connect()
    script.greet(0xA)
    #expect(
      script.take() == """
        < -4 authFailed
          call 1: authFailed
          > ping
        lost: closedByServer
          now suspended 0xa
          resolve b
        resolved: 1
          connect to address 0 of b
        connected
          > hello 0xa with a password seen 0x0 for 9000 ms
        < welcome 0xa
          now connected 0xa
          > auth digest me:
        """)
  }

  @Test("what was shown and not answered is shown again, and its caller hears of it then")
  func lostAnswer() {
    var script = Script.live([.a, .b])
    script.addCredential("me")
    script.lose()
    script.reach(0xA)
    _ = script.take()
    script.reply(-4, zxid: 0)
    #expect(script.take() == "< -4 ok\n  call 1: ok")
  }

  @Test("nobody waits for ever for an answer, and the credential is shown all the same")
  func lateAnswer() {
    var script = Script()
    script.addCredential("me", within: .seconds(1))
    script.wait(.seconds(1))
    #expect(script.take() == "call 1: credential me\nat 1.000 s\n  call 1 fails: timedOut")
    script.start()
    script.reach(0xA)
    #expect(script.take().hasSuffix("> auth digest me:"))
  }

  @Test("what is given while no server serves us is shown once to the next one")
  func givenWhileAway() {
    var script = Script()
    script.addCredential("me")
    script.start()
    script.reach(0xA)
    script.reply(-4, zxid: 0)
    #expect(
      script.take() == """
        call 1: credential me
        start
          resolve a
        resolved: 1
          connect to address 0 of a
        connected
          > hello 0x0 seen 0x0 for 9000 ms
        < welcome 0xa
          now connected 0xa
          > auth digest me:
        < -4 ok
          call 1: ok
        """)
  }

  // A write that is on the way when the server hangs up would be one of unknown outcome.
  @Test("nothing is sent to a server that may be about to hang up, until it shows that it stays")
  func doubt() {
    var script = Script.live([.a, .b])
    script.addCredential("other")
    _ = script.take()
    script.reply(-4, zxid: 0, .authFailed)
    script.submit(.setData(SetDataRequest(path: "/a", data: nil, version: .any)))
    script.submit(CredentialTests.getA)
    // One that hangs up may still answer what it has just read, and then nothing more.
    script.reply(-2)
    script.reply(-2)
    #expect(
      script.take() == """
        < -4 authFailed
          call 1: authFailed
          > ping
        call 2: setData /a
        call 3: getData /a
        < -2 ok
          > ping
        < -2 ok
          > 1 setData /a
          > 2 getData /a
        """)
  }

  @Test("what was held back from a server that did hang up goes to the next one")
  func doubtConfirmed() {
    var script = Script.live([.a, .b])
    script.addCredential("other")
    script.reply(-4, zxid: 0, .authFailed)
    script.submit(.setData(SetDataRequest(path: "/a", data: nil, version: .any)))
    _ = script.take()
    script.lose()
    script.reach(0xA)
    #expect(
      script.take() == """
        lost: closedByServer
          now suspended 0xa
          resolve b
        resolved: 1
          connect to address 0 of b
        connected
          > hello 0xa with a password seen 0x0 for 9000 ms
        < welcome 0xa
          now connected 0xa
          > 1 setData /a
        """)
  }

  @Test("answers find their credentials when one between them is refused")
  func refusedBetween() {
    var script = Script.live()
    for user in ["first", "second", "third"] { script.addCredential(user) }
    _ = script.take()
    script.reply(-4, zxid: 0)
    script.reply(-4, zxid: 0, .authFailed)
    script.reply(-4, zxid: 0)
    #expect(
      script.take() == """
        < -4 ok
          call 1: ok
        < -4 authFailed
          call 2: authFailed
          > ping
        < -4 ok
          call 3: ok
        """)
  }

  @Test("a caller who goes away leaves the credential")
  func abandoned() {
    var script = Script.live([.a, .b])
    script.addCredential("me")
    script.abandon(1)
    script.reply(-4, zxid: 0)
    script.lose()
    script.reach(0xA)
    let text = script.take()
    #expect(text.contains("  call 1 fails: cancelled\n< -4 ok\nlost"))
    #expect(text.hasSuffix("> auth digest me:"))
  }

  @Test("an answer to credentials that nobody sent breaks the connection")
  func unasked() {
    var script = Script.live([.a, .b])
    script.reply(-4, zxid: 0)
    #expect(script.take().contains("disconnect: protocolViolation"))
  }
}
