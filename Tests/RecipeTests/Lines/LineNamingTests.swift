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

  @Test("kazoo puts 32 digits in front")
  func kazoo() {
    #expect(LockLayout.kazoo.naming.uniquePart(digits) == digits)
  }
}
