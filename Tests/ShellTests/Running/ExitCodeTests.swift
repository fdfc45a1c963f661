import Testing
import ZooKeeper

@testable import ZooKeeperShell

@Suite("Exit codes are promised")
struct ExitCodeTests {
  @Test(
    "An error's code",
    arguments: [
      (ZooKeeperError.Code.noNode, Int32(3)), (.nodeExists, 4), (.badVersion, 4), (.notEmpty, 4),
      (.noChildrenForEphemerals, 4), (.noAuth, 5), (.authFailed, 5), (.authRequired, 5),
      (.connectionLost, 6), (.timedOut, 6), (.sessionExpired, 6), (.quotaExceeded, 1),
      (.readOnly, 1), (.tooLarge, 1), (.cancelled, 130),
    ])
  func codes(code: ZooKeeperError.Code, expected: Int32) {
    let error = ZooKeeperError(code, outcome: .notApplied, operation: .set, path: "/a")
    #expect(ExitCode(error).rawValue == expected)
  }

  @Test("A change that may have happened is worse than its reason")
  func unknown() {
    let error = ZooKeeperError(.connectionLost, outcome: .unknown, operation: .set, path: "/a")
    let complaint = Complaint(error, of: "set")
    #expect(complaint.code.rawValue == 7)
    #expect(
      complaint.text
        == "set /a: the connection broke before the answer came; it may have happened all the same")
  }
}
