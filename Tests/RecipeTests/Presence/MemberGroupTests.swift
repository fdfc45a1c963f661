import ClientScenarios
import Testing
import ZooKeeper
import ZooKeeperRecipes
import ZooKeeperTesting

@Suite("Groups", .timeLimit(.minutes(1)))
struct MemberGroupTests {
  private let path: ZNodePath = "/workers"

  @Test("who is there is seen with everything that is known, and who has left is not")
  func isSeen() async throws {
    try await withServedClient { server, zk in
      let group = zk.group(path)
      #expect(try await group.current().isEmpty)
      try await group.withMembership(as: "b", "1") { first in
        try await group.withMembership(as: "a", "2") { second in
          let stats = try await [zk.get(path / "b").stat, zk.get(path / "a").stat]
          let members = zip(["b", "a"], zip(["1", "2"] as [Payload], stats)).map {
            Member(
              name: $0, data: $1.0, session: zk.session ?? .init(rawValue: 0), since: $1.1.ctime,
              czxid: $1.1.czxid)
          }
          // In the order in which they came.
          let seen = try await group.current()
          #expect(seen == members)
          var iterator = group.members.makeAsyncIterator()
          let first = try await iterator.next()
          #expect(first == members)
        }
        let left = try await group.current().map(\.name)
        #expect(left == ["b"])
      }
      #expect(try await group.current().isEmpty)
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("who looks on sees them come, change, go, and come again")
  func looksOn() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        var members = zk.group(path).members.makeAsyncIterator()
        try await members.until([])
        let group = other.group(path)
        try await group.membership(as: "a", "1").running { membership in
          try await members.until { $0.map(\.data) == ["1"] }
          membership.set("2")
          let former = try await members.until { $0.map(\.data) == ["2"] }
          try await group.membership(as: "b").running { _ in
            try await members.until(["a", "b"])
          }
          try await members.until(["a"])
          // The same data in another node.
          try await other.delete(path / "a")
          let latter = try await members.until { $0.first?.czxid ?? .zero > former[0].czxid }
          #expect(latter.map(\.data) == ["2"])
        }
        try await members.until([])
      }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("what changes nothing about the members is not shown")
  func showsNews() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path)
      try await server.withClient { reader in
        let shown = LatestValue<[[String]]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            for try await members in reader.group(path).members {
              shown.set(shown.current + [members.map(\.name)])
            }
          }
          try await waitWhile { reader.metrics.requestsAnswered < 2 }
          // It belongs to nobody, and what is beneath it is further away.
          try await zk.create(path / "readme")
          try await waitWhile { reader.metrics.requestsAnswered < 3 }
          try await zk.create(path / "readme" / "more", mode: .ephemeral)
          try await zk.create(path / "member", mode: .ephemeral)
          for await lists in shown.updates where lists.last == ["member"] { break }
          group.cancelAll()
        }
        #expect(shown.current == [[], ["member"]])
        #expect(reader.metrics.requestsAnswered == 4)
      }
    }
  }

  @Test("two hundred who come cost one request each, for them and for who looks on")
  func scales() async throws {
    let count = 200
    try await withServedClient { server, zk in
      try await zk.create(path)
      try await server.withClient { reader in
        var members = reader.group(path).members.makeAsyncIterator()
        try await members.until([])
        // The watch, and the list.
        #expect(reader.metrics.requestsAnswered == 2)
        let before = zk.metrics.requestsAnswered
        let group = zk.group(path)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
          for number in 0..<count {
            let membership = try group.membership(as: "\(number)")
            tasks.addTask { try await membership.run() }
          }
          try await members.until { $0.count == count }
          #expect(reader.metrics.requestsAnswered == 2 + count)
          try await waitWhile { zk.metrics.requestsAnswered - before < 2 * count }
          let known = reader.metrics.requestsAnswered
          try await zk.set(path / "7", to: "changed")
          try await members.until { $0.contains { $0.data == "changed" } }
          #expect(reader.metrics.requestsAnswered - known == 1)
          tasks.cancelAll()
        }
        try await members.until([])
        // Who goes costs nothing.
        #expect(reader.metrics.requestsAnswered == 2 + count + 1)
      }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("many who are there already are read by a client that may hold little, too")
  func isBounded() async throws {
    try await withServedClient { server, zk in
      let count = 150
      try await zk.create(path)
      for pending in zk.pipeline(
        (0..<count).map { .create(path / ZNodeName(number: $0), mode: .ephemeral) })
      {
        _ = try await pending.value
      }
      var configuration = ClientConfiguration(
        servers: try ServerList(validating: server.connectString))
      configuration.limits.inFlightMax = 1
      configuration.limits.frameBytesMax = 1_300
      configuration.limits.outboxBytesMax = 1_300
      try await withZooKeeper(configuration) { reader in
        let members = try await reader.group(path).current()
        #expect(members.count == count)
        #expect(reader.metrics.requestsAnswered == 1 + count)
      }
    }
  }

  @Test("the second of one name waits, or is told, and who looks sees one")
  func namesTwice() async throws {
    try await withServedClient { server, zk in
      try await server.withClient { other in
        let group = other.group(path)
        let first = try zk.group(path).membership(as: "host-7", "first")
        let second = try group.membership(as: "host-7", "second")
        try await second.running { _ in
          let former = try await second.untilPresent()
          try await first.running { _ in
            try await first.until { $0 == .absent(.taken(by: other.session)) }
            #expect(try await group.current().map(\.data) == ["second"])
            let error = await #expect(throws: ZooKeeperError.self) {
              try await zk.group(path).withMembership(as: "host-7", ifTaken: .fail) { _ in }
            }
            #expect(error?.code == .nodeExists)
            try await other.delete(path / "host-7")
            // Whichever is faster now, there is one.
            var members = group.members.makeAsyncIterator()
            let latter = try await members.until { $0.first?.czxid ?? .zero > former }
            #expect(latter.count == 1)
          }
        }
      }
      #expect(zk.metrics.watches == 0)
    }
  }

  @Test("a name that no node can have is refused", arguments: ["", "a/b", ".."])
  func refusesNames(_ name: String) async throws {
    try await withServedClient { server, zk in
      let error = await #expect(throws: ZooKeeperError.self) {
        try await zk.group(path).withMembership(as: name) { _ in }
      }
      #expect(error?.code == .badArguments)
    }
  }

  @Test("a group may not be there yet, go, and come again")
  func outlivesItsNode() async throws {
    try await withServedClient { server, zk in
      var members = zk.group(path).members.makeAsyncIterator()
      try await members.until([])
      for _ in 0..<3 {
        try await zk.group(path).membership(as: "a").running { _ in
          try await members.until(["a"])
        }
        try await members.until([])
        try await zk.delete(path)
      }
    }
  }

  @Test(
    "parties of kazoo's say names, each as it does",
    arguments: [
      GroupLayout.kazooParty, .kazooShallowParty,
    ])
  func parties(_ layout: GroupLayout) async throws {
    try await withServedClient { server, zk in
      let party = zk.group(path, layout: layout)
      try await party.withMembership(as: "ann-1") { ann in
        // There, a name may be had twice.
        try await party.withMembership(as: "ann-1") { _ in
          let names = try await party.current().map(\.name)
          #expect(names == ["ann-1", "ann-1"])
        }
        let node = try #require(try await zk.children(of: path).names.first).text
        let digits = node.prefix { $0.isHexDigit }
        #expect(digits.count == 32)
        #expect(node == digits + (layout == .kazooParty ? "__party__" : "-ann-1"))
        let data = try await zk.get(path / ZNodeName(validating: node)).text
        #expect(data == "ann-1")
      }
      let error = #expect(throws: ZooKeeperError.self) { try party.membership(as: "ann", "2") }
      #expect(error?.code == .badArguments)
      // kazoo would not create it again.
      #expect(try await zk.stat(path) != nil)
    }
  }

  @Test("who may not look is told, and keeps no watch")
  func mayNotLook() async throws {
    try await withServedClient { server, zk in
      try await zk.create(path, acl: AccessControl([ACL([.create], for: .anyone)]))
      var members = zk.group(path).members.makeAsyncIterator()
      let error = await #expect(throws: ZooKeeperError.self) {
        _ = try await members.next()
      }
      #expect(error?.code == .noAuth)
      #expect(try await members.next() == nil)
      #expect(zk.metrics.watches == 0)
    }
  }
}

extension ZNodeName {
  fileprivate init(number: Int) {
    do {
      try self.init(validating: "\(number)")
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
