import Testing
import ZooKeeperModel

@Suite struct SecretTests {
  private let secret = Secret("swordfish")

  @Test("no way of printing shows the bytes")
  func printing() {
    var dumped = ""
    dump(secret, to: &dumped)
    let texts = ["\(secret)", String(reflecting: secret), "\([secret])", dumped]
    for text in texts {
      #expect(text.contains("•••"), "\(text)")
      #expect(!text.contains("swordfish") && !text.contains("115"), "\(text)")
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test("a request that holds one prints without it")
  func printingRequests() {
    let request = AuthRequest(scheme: "digest", credential: secret)
    #expect(!"\(request)".contains("swordfish"))
    #expect("\(request)".contains("digest"))
  }

  @Test("it compares by its bytes")
  func comparing() {
    #expect(secret == Secret(Array("swordfish".utf8)))
    #expect(secret != Secret("swordfisi"))
    #expect(secret != Secret("swordfis"))
    #expect(Set([secret, Secret("swordfish")]).count == 1)
  }

  @Test("it shows its bytes to whoever asks for them")
  func bytes() {
    let bytes = secret.withBytes { span in span.indices.map { span[$0] } }
    #expect(bytes == Array("swordfish".utf8))
    #expect(secret.count == 9)
  }
}
