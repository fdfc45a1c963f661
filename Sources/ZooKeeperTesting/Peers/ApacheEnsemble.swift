import ZooKeeperTransport

/// Real Apache servers that work together, on this machine and beside a test.
///
/// Java and the archives of a release have to be there; Debian's package `zookeeper` brings both.
/// The servers end with this value, and with the process of the test however that ends. Their data
/// is in temporary folders.
///
/// ```swift
/// try await withApacheEnsemble { ensemble in
///   let address = ensemble.connectString
///   // Let any ZooKeeper client connect there, and then:
///   let leader = try await ensemble.waitForLeader()
///   await leader.kill()
///   _ = try await ensemble.waitForLeader()
/// }
/// ```
public final class ApacheEnsemble: Sendable {
  /// The voters, and behind them the observers.
  public let members: [ApacheMember]

  private let thread: LoopThread

  private init(
    _ release: ApacheRelease, voters: Int, observers: Int,
    _ adjust: (inout ApacheSettings) -> Void
  ) throws {
    precondition(voters > 0 && observers >= 0, "an ensemble has voters, and maybe observers")
    let thread = try LoopThread(named: "zk-peers")
    let places = try (1...voters + observers).map { id in
      MemberPlace(id: id, isObserver: id > voters, ports: try MemberPorts())
    }
    // A server that knows of no others is alone by design.
    let ensemble = places.count > 1 ? places.map(\.specification) : []
    self.thread = thread
    members = try places.map { place in
      try ApacheMember(release, place, ensemble: ensemble, thread: thread, adjust: adjust)
    }
  }

  /// Starts servers and waits until all of them serve. Whoever does has to stop them. A single
  /// voter without observers is a standalone server.
  ///
  /// - Parameters:
  ///   - release: which one; an ensemble needs 3.5 or later.
  ///   - voters: how many members decide together.
  ///   - observers: how many members follow without a vote.
  ///   - adjust: changes the settings of each member.
  public static func start(
    _ release: ApacheRelease = .debian, voters: Int = 3, observers: Int = 1,
    _ adjust: (inout ApacheSettings) -> Void = { _ in }
  ) async throws -> ApacheEnsemble {
    let ensemble = try ApacheEnsemble(release, voters: voters, observers: observers, adjust)
    do {
      for member in ensemble.members { try await member.start() }
      try await ensemble.waitUntilServing()
      return ensemble
    } catch {
      await ensemble.stop()
      throw error
    }
  }

  /// What clients take to connect: every member.
  public var connectString: String {
    members.map(\.connectString).joined(separator: ",")
  }

  /// Ends all servers.
  public func stop() async {
    await withTaskGroup { group in
      for member in members { group.addTask { await member.stop() } }
    }
  }
}

// Asking.
extension ApacheEnsemble {
  /// The members that have this role now.
  public func members(as role: ApacheRole) async -> [ApacheMember] {
    zip(members, await roles()).filter { $0.1 == role }.map(\.0)
  }

  /// Waits until every member that runs serves, under one leader.
  public func waitUntilServing(atMost limit: Duration = .seconds(60)) async throws {
    let expected = members.filter(\.isRunning)
    let isReached = try await thread.poll(atMost: limit) {
      for member in expected { try member.checkThatItRuns() }
      let roles = await roles()
      let allServe = zip(members, roles).allSatisfy { !$0.0.isRunning || $0.1 != nil }
      return allServe && (members.count == 1 || Self.leader(of: members, roles) != nil)
    }
    guard isReached else { throw failure("the ensemble does not serve after \(limit)") }
  }

  /// Waits until one member leads and a majority of the voters is with it.
  public func waitForLeader(atMost limit: Duration = .seconds(60)) async throws -> ApacheMember {
    var leader: ApacheMember?
    _ = try await thread.poll(atMost: limit) {
      try Task.checkCancellation()
      leader = Self.leader(of: members, await roles())
      return leader != nil
    }
    guard let leader else { throw failure("no leader after \(limit)") }
    return leader
  }

  /// The leader that a majority follows. One that lost its followers may not know it yet.
  private static func leader(
    of members: [ApacheMember], _ roles: [ApacheRole?]
  ) -> ApacheMember? {
    let leaders = zip(members, roles).filter { $0.1 == .leader }
    let voters = members.count { !$0.isObserver }
    let agreeing = roles.count { $0 == .leader || $0 == .follower }
    return leaders.count == 1 && agreeing > voters / 2 ? leaders[0].0 : nil
  }

  private func failure(_ problem: String) -> TestingFailure {
    let words = members.map { "server \($0.id): \($0.lastWords)" }
    return TestingFailure(problem, lastWords: words.joined(separator: "\n"))
  }

  private func roles() async -> [ApacheRole?] {
    await withTaskGroup { group in
      for (index, member) in members.enumerated() {
        group.addTask { (index, await member.role()) }
      }
      var roles = [ApacheRole?](repeating: nil, count: members.count)
      for await (index, role) in group { roles[index] = role }
      return roles
    }
  }
}

/// Runs `body` beside an ensemble, and ends the servers whatever comes of it.
///
/// The parameters are those of `ApacheEnsemble.start`.
public func withApacheEnsemble<Result>(
  _ release: ApacheRelease = .debian, voters: Int = 3, observers: Int = 1,
  _ adjust: (inout ApacheSettings) -> Void = { _ in },
  isolation: isolated (any Actor)? = #isolation,
  _ body: (ApacheEnsemble) async throws -> Result
) async throws -> Result {
  let ensemble = try await ApacheEnsemble.start(
    release, voters: voters, observers: observers, adjust)
  do {
    let result = try await body(ensemble)
    await ensemble.stop()
    return result
  } catch {
    await ensemble.stop()
    throw error
  }
}

/// Runs `body` beside a standalone Apache server, and ends it whatever comes of it.
public func withApacheServer<Result>(
  _ release: ApacheRelease = .debian, _ adjust: (inout ApacheSettings) -> Void = { _ in },
  isolation: isolated (any Actor)? = #isolation,
  _ body: (ApacheMember) async throws -> Result
) async throws -> Result {
  try await withApacheEnsemble(release, voters: 1, observers: 0, adjust) { ensemble in
    try await body(ensemble.members[0])
  }
}
