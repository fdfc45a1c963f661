import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct ZooKeeperErrorTests {
  private typealias Code = ZooKeeperError.Code

  private static let codes: [Code] = [
    .noNode, .nodeExists, .badVersion, .notEmpty, .noAuth, .noChildrenForEphemerals,
    .badArguments, .invalidACL, .authFailed, .authRequired, .connectionLost, .sessionExpired,
    .sessionMoved, .timedOut, .cancelled, .closed, .tooLarge, .overloaded, .throttled, .readOnly,
    .quotaExceeded, .reconfigDisabled, .reconfigInProgress, .newConfigNoQuorum, .unimplemented,
    .protocolViolation, .noWatcher, .ephemeralOnLocalSession, .otherStepFailed,
  ]

  @Test("an error is one pointer wide")
  func size() {
    #expect(MemoryLayout<ZooKeeperError>.size == MemoryLayout<UnsafeRawPointer>.size)
  }

  @Test("the codes are different ones")
  func difference() {
    #expect(Set(Self.codes).count == Self.codes.count)
    #expect(Set(Self.codes.map(\.description)).count == Self.codes.count)
  }

  @Test("every code says in one line what failed, where, why, and whether it happened")
  func messages() {
    for code in Self.codes {
      for outcome in [ZooKeeperError.Outcome.notApplied, .unknown] {
        let error = ZooKeeperError(code, outcome: outcome, operation: .set, path: "/a/b")
        let text = "\(error)"
        #expect(text.hasPrefix("set /a/b failed: \(code.meaning) (\(code))"), "\(text)")
        #expect(text.contains("nothing was applied") == (outcome == .notApplied), "\(text)")
        #expect(text.contains("it may have been applied") == (outcome == .unknown), "\(text)")
        #expect(!code.meaning.isEmpty && !text.contains("\n"), "\(text)")
      }
    }
  }

  private static let lines: [(ZooKeeperError, String)] = [
    (
      ZooKeeperError(.noNode, outcome: .notApplied, operation: .create, path: "/a/b"),
      """
      create /a/b failed: the node does not exist (noNode); nothing was applied; \
      create the node above it first, or let parents: .create do it
      """
    ),
    (
      ZooKeeperError(
        .connectionLost, outcome: .unknown, operation: .transaction,
        detail: "zk1:2181 closed the connection"),
      """
      transaction failed: the connection broke before the answer came \
      (connectionLost: zk1:2181 closed the connection); it may have been applied: \
      look at what it would have changed before you repeat it
      """
    ),
    (
      ZooKeeperError(.noNode, outcome: .notApplied, operation: .get, path: "/x"),
      """
      get /x failed: the node does not exist (noNode); ask with stat where a node may be missing
      """
    ),
    (
      ZooKeeperError(.tooLarge, outcome: .notApplied, operation: .children, path: "/x"),
      """
      children /x failed: there are more bytes than the limit allows (tooLarge); \
      ask for less at once, or raise limits.frameBytesMax
      """
    ),
    (
      ZooKeeperError(.tooLarge, outcome: .notApplied, operation: .set, path: "/x"),
      """
      set /x failed: there are more bytes than the limit allows (tooLarge); nothing was applied; \
      use smaller pieces, or raise the limit here and on the servers
      """
    ),
    (
      ZooKeeperError(.cancelled, outcome: .notApplied, operation: .children, path: "/x"),
      "children /x failed: the task that asked was cancelled (cancelled)"
    ),
    (
      ZooKeeperError(
        Code(ErrorCode(rawValue: -77)), outcome: .notApplied, operation: .delete, path: "/x"),
      """
      delete /x failed: the server answered with an unknown code, -77 (error -77); \
      nothing was applied
      """
    ),
  ]

  @Test("the whole line, word for word", arguments: lines)
  func wording(_ error: ZooKeeperError, _ text: String) {
    #expect("\(error)" == text)
  }

  @Test("an error tells what it was made of")
  func parts() {
    struct Underlying: Error {}
    let error = ZooKeeperError(
      .tooLarge, outcome: .notApplied, operation: .set, path: "/a", detail: "2 of 1 bytes",
      underlying: Underlying())
    #expect(error.code == .tooLarge && error.outcome == .notApplied)
    #expect(error.operation == .set && error.path == "/a" && error.detail == "2 of 1 bytes")
    #expect(error.underlying is Underlying)
  }

  @Test("answers that mean the same are one code, and every other answer is its own")
  func verdicts() {
    #expect(Code(.operationTimeout) == .timedOut && Code(.requestTimeout) == .timedOut)
    #expect(Code(.unknownSession) == .sessionExpired && Code(.sessionExpired) == .sessionExpired)
    #expect(Code(.notReadOnly) == .readOnly && Code(.throttledOperation) == .throttled)
    for verdict in ErrorCode.known where ![.operationTimeout, .unknownSession].contains(verdict) {
      #expect(Code(verdict).verdict == verdict)
    }
    #expect(Code.cancelled.verdict == nil)
    // The numbers of servers are never taken for what only clients know.
    #expect((-200...200).allSatisfy { Code(ErrorCode(rawValue: $0)) != .cancelled })
  }

  @Test("a code can be switched over")
  func switching() {
    func kind(of code: Code) -> String {
      switch code {
      case .noNode: "missing"
      case .connectionLost, .timedOut: "unsure"
      default: "other"
      }
    }
    #expect(kind(of: .noNode) == "missing")
    #expect(kind(of: .timedOut) == "unsure")
    #expect(kind(of: .closed) == "other")
  }

  @Test("no way of printing an error shows a secret that led to it")
  func secrets() {
    struct Refusal: Error { let credential = Credential.digest(user: "u", password: "swordfish") }
    let error = ZooKeeperError(
      .authFailed, outcome: .notApplied, operation: .authenticate, detail: "digest",
      underlying: Refusal())
    var dumped = ""
    dump(error, to: &dumped)
    let texts = ["\(error)", String(reflecting: error), dumped]
    #expect(texts.allSatisfy { !$0.contains("swordfish") && $0.contains("digest") })
  }

  @Test("recipes name their own operations")
  func recipes() {
    let lock = OperationName("lock", mayChange: true)
    let error = ZooKeeperError(.timedOut, outcome: .notApplied, operation: lock, path: "/locks/a")
    #expect("\(error)".hasPrefix("lock /locks/a failed: "))
  }

  @Test("a transaction says which step failed")
  func transactions() {
    let cause = ZooKeeperError(.badVersion, outcome: .notApplied, operation: .set, path: "/a")
    let error = TransactionError(
      verdicts: [.ok, .badVersion, .runtimeInconsistency], cause: cause)
    #expect(error.failedStep == 1)
    #expect(error.code == .badVersion && error.outcome == .notApplied)
    #expect(
      "\(error)" == "transaction failed at steps[1] of 3: set /a failed: the node has another"
        + " version (badVersion); nothing was applied; read the node again and decide anew")
  }

  @Test("a transaction that failed as a whole blames no step")
  func wholeTransactions() {
    let cause = ZooKeeperError(.connectionLost, outcome: .unknown, operation: .transaction)
    let error = TransactionError(cause: cause)
    #expect(error.failedStep == nil && error.outcome == .unknown)
    #expect("\(error)" == "\(cause)")
  }
}
