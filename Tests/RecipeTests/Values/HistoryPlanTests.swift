import Testing
import ZooKeeper

@testable import ZooKeeperRecipes

@Suite("How a history is kept")
struct HistoryPlanTests {
  private let plan = HistoryPlan(path: "/a", limit: 3, acl: .open)

  private func node(_ version: Int32) -> Node {
    Node(data: "old", stat: Stat(version: Version(rawValue: version)))
  }

  private func steps(_ version: Int32?, _ names: [ZNodeName]?) throws -> [Step] {
    try plan.steps(replacing: version.map(node), by: "new", knowing: names)
  }

  @Test("the first version is saved as it is created")
  func creation() throws {
    #expect(
      try steps(nil, nil) == [
        .create("/a", "new"), .create("/a/history"), .create("/a/history/0000000000", "new"),
      ])
  }

  @Test("what was written without a history is saved before it is replaced")
  func adoption() throws {
    let version = Version(rawValue: 4)
    #expect(
      try steps(4, nil) == [
        .set("/a", to: "new", ifVersion: version), .create("/a/history"),
        .create("/a/history/0000000004", "old"), .create("/a/history/0000000005", "new"),
      ])
    #expect(
      try steps(4, ["0000000002"]) == [
        .set("/a", to: "new", ifVersion: version), .create("/a/history/0000000004", "old"),
        .create("/a/history/0000000005", "new"),
      ])
  }

  @Test("the oldest go when there are more than were asked for; foreign names stay")
  func trimming() throws {
    let names: [ZNodeName] = ["readme", "0000000004", "0000000003", "7", "0000000002"]
    #expect(
      try steps(4, names) == [
        .set("/a", to: "new", ifVersion: Version(rawValue: 4)),
        .create("/a/history/0000000005", "new"), .delete("/a/history/0000000002"),
      ])
  }

  @Test("one version is the present one")
  func one() throws {
    let plan = HistoryPlan(path: "/a", limit: 1, acl: .open)
    #expect(
      try plan.steps(replacing: node(4), by: "new", knowing: ["0000000003"]) == [
        .set("/a", to: "new", ifVersion: Version(rawValue: 4)),
        .create("/a/history/0000000005", "new"), .delete("/a/history/0000000003"),
      ])
  }

  @Test("where a limit was lowered by a lot, they go a transaction at a time, the oldest first")
  func lowering() throws {
    let names = try (0...200).map { try ZNodeName(validating: version($0)) }
    let deleted = try steps(200, names).filter { $0.operation == .delete }
    #expect(deleted.count == 64)
    #expect(deleted.first == .delete("/a/history/0000000000"))
    #expect(deleted.last == .delete("/a/history/0000000063"))
  }

  @Test("a place that somebody has taken is written over; later ones are let be")
  func taken() throws {
    #expect(
      try steps(4, ["0000000004", "0000000005", "0000000009"]) == [
        .set("/a", to: "new", ifVersion: Version(rawValue: 4)),
        .set("/a/history/0000000005", to: "new"),
      ])
  }

  @Test("versions are in their order also where the numbers begin anew below zero")
  func wrapping() throws {
    let names: [ZNodeName] = ["-2147483648", "2147483646", "2147483647"]
    let present = Version(rawValue: .min)
    #expect(
      plan.versions(in: names, until: present).map(\.rawValue) == [.max - 1, .max, .min])
    #expect(
      try steps(.min, names) == [
        .set("/a", to: "new", ifVersion: present), .create("/a/history/-2147483647", "new"),
        .delete("/a/history/2147483646"),
      ])
  }

  private func version(_ number: Int) -> String {
    String(repeating: "0", count: 10 - String(number).count) + String(number)
  }
}
