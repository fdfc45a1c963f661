import Testing
import ZooKeeper

@testable import ZooKeeperRecipes

@Suite("What is known of the children of a node")
struct ChildrenMirrorTests {
  /// The mirror and the server, and what the reader is shown.
  private struct Scene {
    var server: SimulatedDirectory
    var mirror = ChildrenMirror.ofNumbers(SimulatedDirectory.path)
    var shown: ValueDirectory<Int>?
    var reads: [Step] = []
    /// Whether others are at work.
    var isBusy = true

    init(seed: UInt64) {
      server = SimulatedDirectory(seed: seed)
    }

    private mutating func letOthersWork() {
      while isBusy, !server.chance(3) { server.change() }
    }

    /// One look, as the stream makes it.
    mutating func look() throws {
      for _ in 0..<3 {
        for change in server.takeEvents() {
          if change.gap == .historyReplaced { shown = nil }
          mirror.note(change)
        }
        while mirror.isStale { try ask() }
      }
      guard mirror.takeNews() else { return }
      let news = ValueDirectory(mirror)
      if server.hasNewHistory { shown = nil }
      // What is shown in place of an invalid value may be of another history.
      for (name, entry) in news.entries where shown?.problems[name] == nil {
        #expect(entry.zxid >= shown?.entries[name]?.zxid ?? .zero, "an older value again")
      }
      #expect(shown != news, "shown twice")
      shown = news
    }

    private mutating func ask() throws {
      letOthersWork()
      if mirror.mustList {
        let children = server.children
        letOthersWork()
        return mirror.take(children)
      }
      // In an order of its own, so that a history can be had again.
      let steps = mirror.steps(atMost: 64).sorted { $0.path.text < $1.path.text }
      #expect(!steps.isEmpty)
      reads += steps
      for step in steps {
        let answer = server.answer(to: step)
        letOthersWork()
        mirror.take(answer, for: step)
      }
    }
  }

  @Test("when all is at rest, what is shown is what is there, in hundreds of histories")
  func comesToRest() throws {
    for seed in 0..<400 as Range<UInt64> {
      var scene = Scene(seed: seed)
      for _ in 0..<10 { try scene.look() }
      scene.isBusy = false
      try scene.look()
      let shown = try #require(scene.shown)
      let nodes = scene.server.nodes ?? [:]
      let good = nodes.filter { $0.value.data != "bad" }
      #expect(shown.exists == (scene.server.nodes != nil), "seed \(seed)")
      #expect(Set(shown.problems.keys) == Set(nodes.keys).subtracting(good.keys), "seed \(seed)")
      for (name, node) in good {
        #expect(shown.entries[name]?.value == Int(node.text ?? ""), "seed \(seed)")
        #expect(shown.entries[name]?.zxid == node.stat.mzxid, "seed \(seed)")
      }
      #expect(Set(shown.entries.keys).isSubset(of: nodes.keys), "seed \(seed)")
      // Nothing is read again that has not changed, and nothing is shown again.
      scene.reads = []
      scene.server = scene.server.reconnected()
      try scene.look()
      #expect(scene.reads.count == nodes.count, "seed \(seed)")
      #expect(scene.reads.allSatisfy { $0.operation == .stat }, "seed \(seed)")
    }
  }

  @Test("no more is asked for at once than there is to be")
  func isBounded() {
    var mirror = ChildrenMirror.ofNumbers("/a")
    mirror.take(Children(names: ["b", "c", "d"], stat: Stat()))
    #expect(mirror.steps(atMost: 2).count == 2)
    #expect(Set(mirror.steps(atMost: 4)) == [.get("/a/b"), .get("/a/c"), .get("/a/d")])
  }

  @Test("children that nobody wants are neither read nor told of")
  func letsOthersBe() {
    var mirror = ChildrenMirror<Payload>(
      "/a", ChildrenMirror.Rules(isWanted: { $0 != "c" }, keep: { _, node, _ in node.data }))
    mirror.take(Children(names: ["b", "c"], stat: Stat()))
    #expect(mirror.steps(atMost: 64) == [.get("/a/b")])
    mirror.take(.get(Node(data: "1", stat: Stat())), for: .get("/a/b"))
    mirror.note(WatchChange(.dataChanged, at: "/a/c"))
    mirror.note(WatchChange(.created, at: "/a/b/c"))
    #expect(!mirror.isStale)
    #expect(mirror.entries == ["b": "1"])
  }

  @Test("where history was replaced, an equal zxid does not mean an equal value")
  func replacedHistory() {
    var mirror = ChildrenMirror.ofNumbers("/a")
    for number in 1...2 {
      mirror.take(Children(names: ["b"], stat: Stat(pzxid: Zxid(rawValue: 4))))
      #expect(mirror.steps(atMost: 64) == [.get("/a/b")])
      let node = Node(data: "\(number)", stat: Stat(mzxid: Zxid(rawValue: 7)))
      mirror.take(.get(node), for: .get("/a/b"))
      let isNews = mirror.takeNews()
      #expect(isNews && mirror.entries["b"]?.value?.value == number)
      mirror.note(WatchChange(.gap(.historyReplaced), at: "/a"))
    }
  }

  @Test("an event that comes late tells nothing new where it names its change")
  func lateEvent() {
    var mirror = ChildrenMirror.ofNumbers("/a")
    mirror.take(Children(names: ["b"], stat: Stat(pzxid: Zxid(rawValue: 4))))
    let node = Node(data: "1", stat: Stat(mzxid: Zxid(rawValue: 7)))
    mirror.take(.get(node), for: .get("/a/b"))
    let isNews = mirror.takeNews()
    #expect(isNews)
    #expect(mirror.zxid == Zxid(rawValue: 7))
    mirror.note(WatchChange(.dataChanged, at: "/a/b", zxid: Zxid(rawValue: 7)))
    #expect(!mirror.isStale)
    mirror.note(WatchChange(.dataChanged, at: "/a/b", zxid: Zxid(rawValue: 8)))
    #expect(mirror.steps(atMost: 64) == [.get("/a/b")])
    mirror.note(WatchChange(.dataChanged, at: "/a/b"))
    #expect(mirror.steps(atMost: 64) == [.get("/a/b")])
    let isStillNews = mirror.takeNews()
    #expect(!isStillNews)
  }
}

extension ChildrenMirror where Kept == ValueDirectoryEntry<Int> {
  /// One whose children hold numbers.
  fileprivate static func ofNumbers(_ path: ZNodePath) -> ChildrenMirror {
    ChildrenMirror(
      path,
      Rules { name, node, before in
        ValueDirectoryEntry(node, at: path / name, before, .keepLast)
      })
  }
}
