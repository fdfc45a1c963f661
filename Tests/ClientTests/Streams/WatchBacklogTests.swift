import Testing
import ZooKeeperModel

@testable import ZooKeeper

@Suite struct WatchBacklogTests {
  private func fill(_ changes: [WatchChange], limit: Int) -> [WatchChange] {
    var backlog = WatchBacklog(limit: limit)
    for change in changes {
      backlog.append(change, watchedAt: "/a")
      #expect(backlog.count <= limit)
    }
    return backlog.takeAll()
  }

  @Test("up to the limit, everything is kept in order")
  func order() {
    let changes = (1...4).map { WatchChange.number($0) }
    #expect(fill(changes, limit: 4) == changes)
  }

  @Test("what does not fit gives way to one gap, after which later changes are kept")
  func overflow() {
    let changes = (1...7).map { WatchChange.number($0, at: "/a/b") }
    #expect(
      fill(changes, limit: 4) == [.gap(.overflow), .number(6, at: "/a/b"), .number(7, at: "/a/b")])
  }

  @Test("a limit of one holds a change or a gap", arguments: [2, 3, 4])
  func one(count: Int) {
    #expect(fill((1...count).map { .number($0) }, limit: 1) == [.gap(.overflow)])
  }

  @Test("gaps in a row become one, with the reason that says most", arguments: [1, 4])
  func merging(limit: Int) {
    #expect(
      fill([.gap(.reconnected), .gap(.newSession), .gap(.overflow)], limit: limit)
        == [.gap(.newSession)])
  }

  @Test("gaps with changes between them stay apart")
  func separateGaps() {
    let changes: [WatchChange] = [.gap(.reconnected), .number(1), .gap(.reconnected)]
    #expect(fill(changes, limit: 3) == changes)
  }

  @Test("a gap that is dropped leaves its reason to the gap that takes its place")
  func droppedReason() {
    #expect(
      fill([.gap(.historyReplaced), .number(1), .number(2)], limit: 2) == [.gap(.historyReplaced)])
    #expect(fill([.number(1), .number(2), .gap(.newSession)], limit: 2) == [.gap(.newSession)])
  }

  @Test("a gap that was read says nothing of what is dropped later")
  func readReason() {
    var backlog = WatchBacklog(limit: 4)
    let changes: [WatchChange] = [.gap(.newSession), .number(1), .number(2), .number(3)]
    for change in changes { backlog.append(change, watchedAt: "/a") }
    #expect(backlog.popFirst() == .gap(.newSession))
    for number in 4...5 { backlog.append(.number(number), watchedAt: "/a") }
    #expect(backlog.takeAll() == [.gap(.overflow)])
  }

  @Test("what is read makes room, in whatever rhythm")
  func rhythm() {
    var random = RandomSource(seed: 1)
    var backlog = WatchBacklog(limit: 50)
    var model: [WatchChange] = []
    for number in 1...20_000 {
      if model.count < 50, Bool.random(using: &random) {
        backlog.append(.number(number), watchedAt: "/a")
        model.append(.number(number))
      } else {
        #expect(backlog.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
      }
      #expect(backlog.count == model.count)
      #expect(backlog.isEmpty == model.isEmpty)
    }
    #expect(backlog.takeAll() == model)
    #expect(backlog.isEmpty)
  }
}
