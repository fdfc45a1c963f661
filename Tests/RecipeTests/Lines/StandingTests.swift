import Testing
import ZooKeeper

@testable import ZooKeeperRecipes

@Suite("Who stands where in a line")
struct StandingTests {
  private let curator = LockLayout.curator.naming

  private func name(_ number: String, _ unique: String = "0123") -> ZNodeName {
    ZNodeName(text: "_c_\(unique)-lock-\(number)")
  }

  @Test("the smallest number is first, and the next one watches it")
  func order() {
    let names = [name("0000000012"), name("0000000007"), name("0000000009")]
    #expect(Standing(of: names[1], among: names, curator) == .first)
    #expect(Standing(of: names[2], among: names, curator) == .behind(names[1], count: 1))
    #expect(Standing(of: names[0], among: names, curator) == .behind(names[2], count: 2))
  }

  @Test("what comes in front of the number decides nothing")
  func uniqueParts() {
    let early = name("0000000001", "ffff")
    let late = name("0000000002", "0000")
    #expect(Standing(of: early, among: [late, early], curator) == .first)
  }

  @Test("numbers that begin anew below zero come later")
  func wrap() {
    let last = name("2147483647")
    let next = name("-2147483648")
    let then = name("-2147483647")
    let names = [then, next, last]
    #expect(Standing(of: last, among: names, curator) == .first)
    #expect(Standing(of: next, among: names, curator) == .behind(last, count: 1))
    #expect(Standing(of: then, among: names, curator) == .behind(next, count: 2))
  }

  @Test(
    "what is not of the line is let be",
    arguments: [
      "readme", "lock", "-lock-", "x-lock-1", "x-lock-000000000a", "_c_0-lease-0000000001",
      "0123__lock__0000000001", "x-lock-0000000001 ", "x-lock-99999999999",
    ])
  func foreigners(_ text: String) {
    let own = name("0000000005")
    #expect(Standing(of: own, among: [own, ZNodeName(text: text)], curator) == .first)
  }

  @Test("those of other libraries that name theirs alike are not")
  func relatives() {
    let own = name("0000000005")
    // As go-zookeeper writes it, without dashes.
    let go = ZNodeName(text: "_c_00112233445566778899aabbccddeeff-lock-0000000004")
    #expect(Standing(of: own, among: [own, go], curator) == .behind(go, count: 1))
    let kazoo = LockLayout.kazoo.naming
    let first = ZNodeName(text: "00112233445566778899aabbccddeeff__lock__0000000003")
    let second = ZNodeName(text: "ff112233445566778899aabbccddeeff__lock__0000000004")
    #expect(Standing(of: second, among: [second, first, own], kazoo) == .behind(first, count: 1))
  }

  @Test("whose node is not there has no place")
  func missing() {
    #expect(Standing(of: name("0000000005"), among: [name("0000000004")], curator) == .missing)
  }

  @Test("those who share are in nobody's way who shares, and in the way of all others")
  func sharing() {
    let naming = LineNaming(exclusive: "__WRIT__", shared: "__READ__", style: .curator)
    let names = [
      "__READ__0000000001", "__READ__0000000002", "__WRIT__0000000003",
      "__READ__0000000004", "__WRIT__0000000005",
    ].map { ZNodeName(text: $0) }
    #expect(Standing(of: names[1], among: names, naming) == .first)
    #expect(Standing(of: names[2], among: names, naming) == .behind(names[1], count: 2))
    #expect(Standing(of: names[3], among: names, naming) == .behind(names[2], count: 1))
    #expect(Standing(of: names[4], among: names, naming) == .behind(names[3], count: 4))
  }
}

extension ZNodeName {
  fileprivate init(text: String) {
    do {
      try self.init(validating: text)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
