import Testing
import ZooKeeper
import ZooKeeperRecipes

extension Members.Iterator {
  /// Looks on until the members are as asked for. Whoever is out of time does not wait on.
  @discardableResult
  mutating func until(_ areThey: ([Member]) -> Bool) async throws -> [Member] {
    var latest: [Member]?
    while let members = try await next() {
      latest = members
      if areThey(members) { return members }
    }
    return try #require(nil, "waited in vain; they are \(latest?.map(\.name) ?? [])")
  }

  /// Looks on until these are the members, in this order.
  @discardableResult
  mutating func until(_ names: [String]) async throws -> [Member] {
    try await until { $0.map(\.name) == names }
  }
}
