import ZooKeeperModel

/// Whether servers turn us away because they know less than we have seen.
///
/// A server whose data is older hangs up on our greeting without a word. A server without a leader
/// does just the same, and must not be mistaken for it: with a leader, all that we have seen comes
/// back. So who turns us away is asked how far its data reaches.
///
/// - One question at a time is on its way, beside the attempts to connect, which never wait for it.
/// - A server is asked every third of the session's timeout at most: often enough that what counts
///   in the end is of late, and no burden beside the attempts.
/// - It is behind if it serves clients, and its last change is earlier than the last we have seen.
///   If it serves nobody it is not; if it does not answer, nothing is known.
/// - One that may not answer is taken for behind: if its data is lost, it will turn us away for
///   ever, and nothing else could tell us.
/// - What a server has said counts as long as it goes on turning us away. Once one of them has
///   greeted us, nothing counts that was said or asked before.
struct HistoryInquiry: Sendable {
  /// What is known of a server, since a session was last served.
  private struct Account: Sendable {
    var answer: ZxidAnswer?
    var mayBeAskedAgain: MonotonicInstant
  }

  private var accounts: [ServerAddress: Account] = [:]
  private var question: ZxidQuestion?

  /// An address of the server took our greeting and closed without a word. Returns what it is to
  /// be asked, unless it is not its turn.
  mutating func turnedAway(
    by server: ServerAddress, address: Int, at now: MonotonicInstant, patience: Duration,
    pause: Duration
  ) -> ZxidQuestion? {
    if let question, question.deadline > now { return nil }
    var account = accounts[server] ?? Account(mayBeAskedAgain: now)
    if account.mayBeAskedAgain > now { return nil }
    account.mayBeAskedAgain = now + pause
    accounts[server] = account
    let next = ZxidQuestion(server: server, address: address, deadline: now + patience)
    question = next
    return next
  }

  /// The server failed in a way that says nothing of its data, so what it said before, or is about
  /// to say, counts no more.
  mutating func failedOtherwise(_ server: ServerAddress) {
    accounts[server]?.answer = nil
    if question?.server == server { question = nil }
  }

  mutating func answered(_ question: ZxidQuestion, _ answer: ZxidAnswer) {
    guard question == self.question else { return }
    self.question = nil
    accounts[question.server]?.answer = answer
  }

  mutating func forgetAll() {
    accounts = [:]
    question = nil
  }
}

// Verdicts.
extension HistoryInquiry {
  /// Whether none of the servers will ever show us what we have seen.
  func allAreBehind(_ servers: [ServerAddress], lastSeen zxid: Zxid) -> Bool {
    !servers.isEmpty && servers.allSatisfy { reach(of: $0, lastSeen: zxid) == .before }
  }

  /// Whether this is so of those that serve, of which there are some. Others have no say: where
  /// one serves, a majority of the ensemble knows no more than it.
  func allThatServeAreBehind(_ servers: [ServerAddress], lastSeen zxid: Zxid) -> Bool {
    let reaches = servers.map { reach(of: $0, lastSeen: zxid) }
    return reaches.contains(.before) && !reaches.contains(.farEnough)
  }

  private enum Reach {
    case unknown
    case before
    case farEnough
  }

  private func reach(of server: ServerAddress, lastSeen zxid: Zxid) -> Reach {
    switch accounts[server]?.answer {
    case .serves(let last): last < zxid ? .before : .farEnough
    case .mayNotTell: .before
    case .notServing, .nothing, nil: .unknown
    }
  }
}
