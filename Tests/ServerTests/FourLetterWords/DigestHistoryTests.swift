import Testing
import ZooKeeperModel
import ZooKeeperTree

@testable import ZooKeeperServer

@Suite("Digests for hash")
struct DigestHistoryTests {
  @Test("are noted at every 128th transaction, the last 1,024 of them")
  func history() {
    var history = DigestHistory()
    for zxid in 1...Int64(128 * 1_025 + 1) {
      history.note(TreeDigest(value: -zxid), after: Zxid(rawValue: zxid))
    }
    #expect(history.noted.count == 1_024)
    #expect(history.noted.first?.zxid == Zxid(rawValue: 256))
    #expect(history.noted.last?.zxid == Zxid(rawValue: 128 * 1_025))
    #expect(history.noted.last?.digest.value == -128 * 1_025)
  }
}
