import Testing
import ZooKeeper
import ZooKeeperTesting

extension ClientScenario {
  /// Several parts of a program that know nothing of each other and watch the same node. Servers
  /// before 3.9 keep one watch for them all.
  static let sharedPlaces = [
    ClientScenario("watches of both kinds at one node each hear all, once", hearBoth),
    ClientScenario("whoever stays at a node hears on when the other kind leaves", hearOn),
    ClientScenario("watches of both kinds at one node outlive their connection", outliveConnection),
    ClientScenario("one-shot watches take nothing from lasting ones, and get theirs", getTheirs),
    ClientScenario("one-shot watches stay when the lasting one at their node leaves", stayBehind),
    ClientScenario("one-shot watches hear whoever came to their node later", wereFirst),
    ClientScenario("who stays at a node misses nothing while others come and go", stayThroughout),
  ]
}

/// Both orders in which two kinds can come to a node.
private let orders: [[WatchKind]] = [[.node, .subtree], [.subtree, .node]]

/// Does everything at /n that a watch can hear of. The client that did it has heard of it by then:
/// events come before replies.
private func live(_ zk: ZooKeeperClient) async throws {
  try await zk.create("/n")
  try await zk.set("/n", to: "x")
  try await zk.create("/n/c")
  try await zk.set("/n/c", to: "x")
  try await zk.create("/n/c/d")
  try await zk.delete("/n/c/d")
  try await zk.delete("/n/c")
  try await zk.delete("/n")
}

extension WatchKind {
  /// What it hears of that life when it is alone.
  fileprivate var life: [String] {
    switch self {
    case .node:
      ["created /n", "dataChanged /n", "childrenChanged /n", "childrenChanged /n", "deleted /n"]
    case .subtree:
      [
        "created /n", "dataChanged /n", "created /n/c", "dataChanged /n/c", "created /n/c/d",
        "deleted /n/c/d", "deleted /n/c", "deleted /n",
      ]
    }
  }
}

extension WatchStream.Iterator {
  /// What has come in.
  fileprivate func words() -> [String] {
    var copy = self
    return copy.takeAll().map { "\($0.kind) \($0.path)" }
  }
}

/// Begins to listen, and waits until the server knows it.
private func listen(
  _ zk: ZooKeeperClient, _ kind: WatchKind
) async throws -> WatchStream.Iterator {
  let iterator = zk.changes(at: "/n", kind).makeAsyncIterator()
  try await zk.sync()
  return iterator
}

private func hearBoth(_ server: ServerUnderTest) async throws {
  for order in orders {
    try await server.withClient { zk in
      let first = try await listen(zk, order[0])
      let second = try await listen(zk, order[1])
      for _ in 1...2 {
        try await live(zk)
        #expect(first.words() == order[0].life)
        #expect(second.words() == order[1].life)
      }
    }
  }
}

private func hearOn(_ server: ServerUnderTest) async throws {
  for order in orders {
    for stays in order {
      try await server.withClient { zk in
        let leaves = try #require(order.first { $0 != stays })
        var streams: [WatchKind: WatchStream.Iterator] = [:]
        for kind in order { streams[kind] = try await listen(zk, kind) }
        streams[leaves] = nil
        // At once, before the server can know that somebody left; and when it does.
        for _ in 1...2 {
          try await live(zk)
          #expect(streams[stays]?.words() == stays.life)
        }
        // And the other kind may come back.
        streams[leaves] = try await listen(zk, leaves)
        try await live(zk)
        #expect(streams[stays]?.words() == stays.life)
        #expect(streams[leaves]?.words() == leaves.life)
        streams = [:]
        try await server.waitUntilUnwatched("/n")
        #expect(zk.metrics.watches == 0)
      }
    }
  }
}

private func outliveConnection(_ server: ServerUnderTest) async throws {
  for order in orders {
    let log = EventLog()
    try await server.withClient {
      $0.onEvent = { log.append($0) }
    } _: { zk in
      var streams: [WatchKind: WatchStream.Iterator] = [:]
      for kind in order { streams[kind] = try await listen(zk, kind) }
      await server.proxy.cut()
      try await log.wait(for: \.isResumption)
      try await live(zk)
      for kind in order {
        #expect(streams[kind]?.words() == ["gap(ZooKeeper.GapReason.reconnected) /n"] + kind.life)
      }
      streams[.subtree] = nil
      try await live(zk)
      #expect(streams[.node]?.words() == WatchKind.node.life)
    }
  }
}

private func getTheirs(_ server: ServerUnderTest) async throws {
  for kinds in [[.node], [.subtree], [.node, .subtree]] as [[WatchKind]] {
    try await server.withClient { zk in
      var streams: [WatchKind: WatchStream.Iterator] = [:]
      for kind in kinds { streams[kind] = try await listen(zk, kind) }
      let absent = try await zk.statAndWatch("/n")
      try await live(zk)
      #expect(try await absent.changes.untilEnd().map(\.kind) == [.created])
      for kind in kinds { #expect(streams[kind]?.words() == kind.life) }

      try await zk.create("/n")
      let data = try await zk.getAndWatch("/n").changes
      let children = try await zk.childrenAndWatch(of: "/n").changes
      // These leave before anything has happened.
      _ = try await zk.getAndWatch("/n")
      _ = try await zk.childrenAndWatch(of: "/n")
      try await zk.set("/n", to: "x")
      try await zk.create("/n/c")
      #expect(try await data.untilEnd().map(\.kind) == [.dataChanged])
      #expect(try await children.untilEnd().map(\.kind) == [.childrenChanged])
      _ = try await zk.getAndWatch("/n")
      try await zk.sync()
      try await zk.deleteTree("/n")
      for kind in kinds { #expect(streams[kind]?.words().last == "deleted /n") }
      try await live(zk)
      for kind in kinds { #expect(streams[kind]?.words() == kind.life) }
      streams = [:]
      try await server.waitUntilUnwatched("/n")
      #expect(zk.metrics.watches == 0)
    }
  }
}

private func stayBehind(_ server: ServerUnderTest) async throws {
  for kinds in [[.node], [.subtree], [.node, .subtree]] as [[WatchKind]] {
    try await server.withClient { zk in
      try await zk.create("/n")
      var streams: [WatchStream.Iterator] = []
      for kind in kinds { streams.append(try await listen(zk, kind)) }
      let data = try await zk.getAndWatch("/n")
      let children = try await zk.childrenAndWatch(of: "/n")
      for stream in streams { #expect(stream.words().isEmpty) }
      streams = []
      try await zk.sync()
      try await zk.create("/n/c")
      try await zk.set("/n", to: "x")
      #expect(try await children.changes.untilEnd().map(\.kind) == [.childrenChanged])
      #expect(try await data.changes.untilEnd().map(\.kind) == [.dataChanged])
      try await server.waitUntilUnwatched("/n")
      #expect(zk.metrics.watches == 0)
      try await zk.deleteTree("/n")
    }
  }
}

private func wereFirst(_ server: ServerUnderTest) async throws {
  for kind in WatchKind.allCases {
    try await server.withClient { zk in
      try await zk.create("/n")
      let data = try await zk.getAndWatch("/n")
      let children = try await zk.childrenAndWatch(of: "/n")
      let left = try await zk.getAndWatch("/n").changes
      let stream = try await listen(zk, kind)
      left.close()
      try await zk.create("/n/c")
      try await zk.set("/n", to: "x")
      #expect(try await children.changes.untilEnd().map(\.kind) == [.childrenChanged])
      #expect(try await data.changes.untilEnd().map(\.kind) == [.dataChanged])
      _ = stream.words()
      try await zk.deleteTree("/n")
      try await live(zk)
      #expect(stream.words().suffix(kind.life.count) == kind.life[...])
    }
  }
}

private func stayThroughout(_ server: ServerUnderTest) async throws {
  let rounds = 100
  for stays in WatchKind.allCases {
    try await server.withWitness { witness in
      try await server.withClient {
        $0.limits.watchEventsBufferedMax = 3 * rounds
      } _: { zk in
        try await zk.create("/n")
        let stream = try await listen(zk, stays)
        let isOver = LatestValue(false)
        async let guests: Void = comeAndGo(zk, until: isOver)
        for _ in 1...rounds {
          try await witness.create("/n/c")
          try await witness.set("/n", to: "x")
          try await witness.delete("/n/c")
        }
        isOver.set(true)
        try await guests
        try await zk.sync()
        let round =
          switch stays {
          case .node: ["childrenChanged /n", "dataChanged /n", "childrenChanged /n"]
          case .subtree: ["created /n/c", "dataChanged /n", "deleted /n/c"]
          }
        #expect(stream.words() == (1...rounds).flatMap { _ in round })
        try await zk.delete("/n")
      }
    }
  }
}

/// Watches a node in all ways, none of them for long.
private func comeAndGo(_ zk: ZooKeeperClient, until isOver: LatestValue<Bool>) async throws {
  var guests: [WatchStream.Iterator] = []
  var turn = 0
  while !isOver.current {
    turn += 1
    let kind = WatchKind.allCases[turn % 2]
    guests.append(zk.changes(at: "/n", kind).makeAsyncIterator())
    let data = try await zk.getAndWatch("/n").changes
    let children = try await zk.childrenAndWatch(of: "/n").changes
    while guests.count > turn % 4 { guests.removeFirst() }
    data.close()
    children.close()
  }
}
