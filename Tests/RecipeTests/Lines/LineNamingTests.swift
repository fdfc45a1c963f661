import Testing
import ZooKeeper

@testable import ZooKeeperRecipes

@Suite("How nodes of a line are named")
struct LineNamingTests {
  private let digits = "0123456789abcdeffedcba9876543210"

  @Test("Curator looks for a UUID behind _c_")
  func curator() {
    let naming = LockLayout.curator.naming
    #expect(naming.uniquePart(digits) == "_c_01234567-89ab-cdef-fedc-ba9876543210")
    #expect(naming.marker(shares: false) == "-lock-")
  }

  @Test("where we tell that we do not wait any more, the name says so")
  func telling() {
    let naming = LineNaming.curator("-lease-", telling: "-telling-lease-")
    #expect(naming.marker(shares: false) == "-telling-lease-")
    #expect(naming.tells("_c_0-telling-lease-0000000001"))
    #expect(!naming.tells("_c_0-lease-0000000001"))
    #expect(Stander("_c_0-telling-lease-0000000001", naming)?.number.rawValue == 1)
    #expect(!LockLayout.curator.naming.tells("_c_0-lock-0000000001"))
  }

  @Test("kazoo puts 32 digits in front")
  func kazoo() {
    #expect(LockLayout.kazoo.naming.uniquePart(digits) == digits)
  }
}
