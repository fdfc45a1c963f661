import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct StepTests {
  @Test("a step mirrors the verb of its name, with the same defaults")
  func actions() {
    let version = Version(rawValue: 3)
    let steps: [(Step, Step.Action, OperationName)] = [
      (.create("/a"), .create(.empty, .persistent, .open), .create),
      (
        .create("/a", "x", mode: .ephemeralSequential, acl: .creatorAll),
        .create("x", .ephemeralSequential, .creatorAll), .create
      ),
      (.set("/a", to: "x"), .set("x", ifVersion: nil), .set),
      (.set("/a", to: "x", ifVersion: version), .set("x", ifVersion: version), .set),
      (.delete("/a"), .delete(ifVersion: nil), .delete),
      (.delete("/a", ifVersion: version), .delete(ifVersion: version), .delete),
      (.check("/a"), .check(ifVersion: nil), .check),
      (.check("/a", ifVersion: version), .check(ifVersion: version), .check),
      (.get("/a"), .get, .get),
      (.stat("/a"), .stat, .stat),
      (.children(of: "/a"), .children, .children),
      (.sync("/a"), .sync, .sync),
    ]
    for (step, action, operation) in steps {
      #expect(step.path == "/a")
      #expect(step.action == action)
      #expect(step.operation == operation)
    }
    #expect(Step.sync().path == .root)
  }

  @Test("printed it shows no data, which may be a secret")
  func printing() {
    #expect("\(Step.set("/a", to: "swordfish"))" == "set /a")
    #expect("\(Step.create("/a", "swordfish"))" == "create /a")
  }
}
