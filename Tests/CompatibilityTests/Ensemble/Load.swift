import Testing
import ZooKeeper

/// Clients that count in one node together and append to one list, and keep books of what they were
/// told: so that at the end the tree can be held against the books.
final class Load: Sendable {
  /// What was asked for, and what became of it.
  struct Books: Sendable {
    /// Increments and appended nodes whose success was told.
    var acknowledged: [Int]
    var increments = 0
    /// Those that may have happened.
    var unknownIncrements = 0
    /// The names of appended nodes by what they begin with, which nobody uses twice.
    var appended: [String: ZNodePath] = [:]
    /// The beginnings of those that may be there.
    var unknownNames: Set<String> = []
    /// What was told not to have happened.
    var refused = 0
    var slowest = Duration.zero
    /// How many clients have made their last call.
    var laidDown = 0
  }

  let root: ZNodePath
  let clientCount: Int
  private let books: Watchful<Books>
  private let stopping = Watchful(false)

  var counter: ZNodePath { root / "counter" }
  var list: ZNodePath { root / "list" }

  /// Prepares the nodes.
  init(at root: ZNodePath, clients: Int = 8, with zk: ZooKeeperClient) async throws {
    self.root = root
    clientCount = clients
    books = Watchful(Books(acknowledged: [Int](repeating: 0, count: clients)))
    try await zk.create(counter, "0", parents: .create)
    try await zk.create(list)
  }

  func stop() { stopping.change { $0 = true } }

  var isOver: Bool { stopping.value }

  /// Waits until every client has been told of so many successes more.
  func waitForProgress(of count: Int) async throws {
    let before = books.value.acknowledged
    try await books.wait { books in
      zip(books.acknowledged, before).allSatisfy { $0 - $1 >= count }
    }
  }

  /// Waits until all clients together have been told of so many successes more, or all is over.
  func waitForAnyProgress(of count: Int) async throws {
    let before = books.value.acknowledged.reduce(0, +)
    try await books.wait { $0.acknowledged.reduce(0, +) - before >= count || isOver }
  }
}

// One client's part.
extension Load {
  /// Counts and appends until the load is stopped.
  func carry(_ client: Int, with zk: ZooKeeperClient) async {
    var round = 0
    defer { books.change { $0.laidDown += 1 } }
    while !isOver {
      round += 1
      guard await increment(client, zk), await append(client, round, zk) else { return }
    }
  }

  private func increment(_ client: Int, _ zk: ZooKeeperClient) async -> Bool {
    await attempt {
      try await zk.update(counter) { node in
        node?.text.flatMap { Int($0) }.map { "\($0 + 1)" }
      }
    } then: { books, outcome in
      switch outcome {
      case .success:
        books.increments += 1
        books.acknowledged[client] += 1
      case .failure(.unknown): books.unknownIncrements += 1
      case .failure(.notApplied): books.refused += 1
      }
    }
  }

  private func append(_ client: Int, _ round: Int, _ zk: ZooKeeperClient) async -> Bool {
    let name = "\(client)-\(round)-"
    guard let path = try? ZNodePath(validating: "\(list)/\(name)") else { return false }
    return await attempt {
      try await zk.create(path, mode: .persistentSequential)
    } then: { books, outcome in
      switch outcome {
      case .success(let created):
        books.appended[name] = created.path
        books.acknowledged[client] += 1
      case .failure(.unknown): books.unknownNames.insert(name)
      case .failure(.notApplied): books.refused += 1
      }
    }
  }

  /// Returns false where something failed that bad weather does not excuse.
  private func attempt<Value: Sendable>(
    _ call: () async throws -> Value,
    then note: (inout Books, Result<Value, Failure>) -> Void
  ) async -> Bool {
    let beginning = ContinuousClock.now
    var result: Result<Value, Failure>
    do {
      result = .success(try await call())
    } catch let error as ZooKeeperError where Self.excuses.contains(error.code) {
      result = .failure(error.outcome == .unknown ? .unknown : .notApplied)
    } catch {
      Issue.record(error)
      return false
    }
    let duration = ContinuousClock.now - beginning
    books.change { books in
      books.slowest = max(books.slowest, duration)
      note(&books, result)
    }
    return true
  }

  private enum Failure: Error {
    case unknown
    case notApplied
  }

  /// What can happen to a call when servers and connections come and go.
  static let excuses: [ZooKeeperError.Code] = [
    .connectionLost, .timedOut, .sessionExpired, .sessionMoved,
  ]
}

// The end.
extension Load {
  /// Holds the tree against the books, when the last call is made: whatever succeeded is there,
  /// once; whatever failed is not; and of what may have happened there is not more than that.
  func judge(with zk: ZooKeeperClient) async throws {
    try await books.wait { $0.laidDown == self.clientCount }
    try await zk.sync(root)
    let books = books.value
    let count = try #require(try await zk.get(counter).text.flatMap { Int($0) })
    #expect(count >= books.increments, "increments were lost")
    #expect(count <= books.increments + books.unknownIncrements, "some happened twice")

    let names = try await zk.children(of: list).names.map(\.text)
    let beginnings = Dictionary(grouping: names) { $0.dropLast(Self.digits) }
    for (beginning, names) in beginnings {
      #expect(names.count == 1, "created twice: \(names)")
      let name = String(beginning)
      let isKnown = books.appended[name] != nil || books.unknownNames.contains(name)
      #expect(isKnown, "\(names) should not be there")
    }
    let present = Set(names)
    for path in books.appended.values {
      #expect(path.name.map { present.contains($0.text) } == true, "\(path) was lost")
    }
  }

  /// Makes the changes that all who follow are to see as the last ones.
  func finish(with zk: ZooKeeperClient) async throws {
    try await zk.set(counter, to: Payload(Self.lastWord))
    try await zk.create(list / Self.lastName)
  }

  static let lastWord = "the end"
  static let lastName: ZNodeName = "the-end"

  /// What a server appends to the name of a sequential node.
  private static let digits = 10

  /// One line for people.
  var summary: String {
    let books = books.value
    let acknowledged = books.acknowledged.reduce(0, +)
    let unknown = books.unknownIncrements + books.unknownNames.count
    return "acknowledged \(acknowledged), unknown \(unknown), refused \(books.refused),"
      + " slowest in \(books.slowest)"
  }
}
