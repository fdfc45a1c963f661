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
    #expect(Standing(of: names[2], among: names, curator) == .behind(names[1], ahead: 1))
    #expect(Standing(of: names[0], among: names, curator) == .behind(names[2], ahead: 2))
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
    #expect(Standing(of: next, among: names, curator) == .behind(last, ahead: 1))
    #expect(Standing(of: then, among: names, curator) == .behind(next, ahead: 2))
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
    #expect(Standing(of: own, among: [own, go], curator) == .behind(go, ahead: 1))
    let kazoo = LockLayout.kazoo.naming
    let first = ZNodeName(text: "00112233445566778899aabbccddeeff__lock__0000000003")
    let second = ZNodeName(text: "ff112233445566778899aabbccddeeff__lock__0000000004")
    #expect(Standing(of: second, among: [second, first, own], kazoo) == .behind(first, ahead: 1))
  }

  @Test("where there are permits, so many are first, and the others wait for those in front")
  func permits() {
    let names = (1...5).map { name("000000000\($0)") }
    let standings = names.map { Standing(of: $0, among: names, curator, permits: 2) }
    #expect(standings[0] == .first && standings[1] == .first)
    #expect(standings[2] == .behind(names[1], ahead: 1))
    #expect(standings[3] == .behind(names[2], ahead: 2))
    #expect(standings[4] == .behind(names[3], ahead: 3))
  }

  @Test("who has not entered yet can see whether anybody would be in the way")
  func isFree() {
    let naming = LockLayout.curator.sharedNaming
    let reader = ZNodeName(text: "_c_1-__READ__0000000001")
    let writer = ZNodeName(text: "_c_1-__WRIT__0000000001")
    let foreign = ZNodeName(text: "readme")
    #expect(Standing.isFree(sharing: false, among: [foreign], naming))
    #expect(Standing.isFree(sharing: true, among: [reader, foreign], naming))
    #expect(!Standing.isFree(sharing: false, among: [reader], naming))
    #expect(!Standing.isFree(sharing: true, among: [writer], naming))
    #expect(Standing.isFree(sharing: false, among: [writer], naming, permits: 2))
    #expect(!Standing.isFree(sharing: false, among: [writer, reader], naming, permits: 2))
  }

  @Test("whose node is not there has no place")
  func missing() {
    #expect(Standing(of: name("0000000005"), among: [name("0000000004")], curator) == .missing)
  }

  @Test("those who share are in nobody's way who shares, and in the way of all others")
  func sharing() {
    let naming = LockLayout.curator.sharedNaming
    let names = [
      "_c_1-__READ__0000000001", "_c_2-__READ__0000000002", "_c_3-__WRIT__0000000003",
      "_c_4-__READ__0000000004", "_c_5-__WRIT__0000000005",
    ].map { ZNodeName(text: $0) }
    #expect(Standing(of: names[1], among: names, naming) == .first)
    #expect(Standing(of: names[2], among: names, naming) == .behind(names[1], ahead: 2))
    #expect(Standing(of: names[3], among: names, naming) == .behind(names[2], ahead: 1))
    #expect(Standing(of: names[4], among: names, naming) == .behind(names[3], ahead: 4))
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
