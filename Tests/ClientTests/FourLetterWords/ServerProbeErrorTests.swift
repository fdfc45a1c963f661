import Testing
import ZooKeeperModel

@testable import ZooKeeper

@Suite("A probe's error")
struct ServerProbeErrorTests {
  private static let reasons: [ServerProbeError.Reason] = [
    .hostNotFound("Name or service not known"), .refused, .unreachable("no route"),
    .timedOut(.resolving), .timedOut(.connecting), .timedOut(.answering), .closedWithoutAnswer,
    .broken("reset"), .answerTooLong(limit: 7), .notAllowed, .notServing,
    .unreadable("it has no lines"),
    .cancelled, .unavailable("no descriptors"),
  ]

  private func text(_ reason: ServerProbeError.Reason) -> String {
    let server = ServerAddress(host: "zk1", port: 2181)
    return ServerProbeError(reason, word: .mntr, server: server).description
  }

  @Test("says who was asked what", arguments: reasons)
  func whoAndWhat(_ reason: ServerProbeError.Reason) {
    #expect(text(reason).hasPrefix("zk1:2181 did not answer mntr: "))
  }

  @Test("says something of its own for every reason")
  func differences() {
    #expect(Set(Self.reasons.map(text)).count == Self.reasons.count)
  }

  @Test("says what to do, and what the system said")
  func advice() {
    #expect(text(.notAllowed).contains("4lw.commands.whitelist"))
    #expect(text(.notServing).contains("quorum"))
    #expect(text(.timedOut(.connecting)).contains("firewall"))
    #expect(text(.hostNotFound("Name or service not known")).contains("Name or service not known"))
    #expect(text(.unreachable("no route")).contains("no route"))
    #expect(text(.broken("reset")).contains("reset"))
    #expect(text(.answerTooLong(limit: 7)).contains("7 bytes"))
    #expect(text(.unreadable("it has no lines")).contains("it has no lines"))
    #expect(text(.unavailable("no descriptors")).contains("no descriptors"))
  }
}
