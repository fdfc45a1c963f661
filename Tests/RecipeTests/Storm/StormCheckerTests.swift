import StormSupport
import Testing

/// What finds out, in a storm among real servers, who owns what another one owns: it has to find it
/// out, and nothing else.
@Suite("Judging a storm")
struct StormCheckerTests {
  private let ann = StormContender("ann", .ours)
  private let kay = StormContender("kay", .kazoo)

  @Test("one after the other is as it should be")
  func oneAfterTheOther() {
    let checker = checker(
      "ann 10 acquired 1", "ann 11 holds 1", "ann 12 asks 1 1", "ann 13 wrote 1 1 100",
      "ann 14 holds 1", "ann 15 releasing 1",
      "bob 16 acquired 2", "bob 17 holds 2", "bob 18 asks 2 2", "bob 19 wrote 2 2 101",
      "bob 20 releasing 2",
      "kay 21 acquired 3", "kay 22 asks 3 3", "kay 23 wrote 3 3 102", "kay 24 releasing 3")
    #expect(checker.violations(count: 3) == [])
    #expect(checker.figures(of: .ours).acquired == 2)
    #expect(checker.figures(of: ann).changes == 1)
    #expect(checker.figures(of: .curator) == StormFigures())
  }

  @Test("two at once are not, whoever speaks first")
  func twoAtOnce() {
    let lines = ["ann 10 acquired 1", "ann 50 holds 1", "bob 40 acquired 2", "bob 41 holds 2"]
    for lines in [lines, [lines[2], lines[0], lines[3], lines[1]]] {
      let violations = checker(lines).violations()
      #expect(violations.count == 1)
      guard case .tooManyOwners(let owners)? = violations.first else {
        Issue.record("\(violations)")
        continue
      }
      #expect(owners.map(\.contender.name) == ["ann", "bob"])
      #expect(owners.map(\.from) == [10, 40] && owners.map(\.until) == [50, 41])
    }
  }

  @Test("who says nothing any more is not certain to own anything")
  func silence() {
    let checker = checker(
      "ann 10 acquired 1", "ann 20 holds 1", "bob 30 acquired 2", "bob 31 holds 2",
      "ann 60 lost 1")
    #expect(checker.violations() == [])
    #expect(checker.figures(of: ann).lost == 1)
  }

  @Test("who never was certain of it did not own it")
  func neverCertain() {
    #expect(
      checker("ann 10 acquired 2", "ann 11 lost 2", "bob 9 acquired 1", "bob 12 holds 1")
        .violations() == [])
  }

  @Test("others own what they believe to as far as a server has confirmed it")
  func beliefs() {
    let believing = ["kay 10 acquired 1", "kay 50 holds 1", "ann 40 acquired 2", "ann 41 holds 2"]
    let early = ["kay 10 acquired 1", "kay 11 asks 1 1", "kay 12 wrote 1 1 100"]
    let unconfirmed = checker(early + believing.dropFirst())
    #expect(unconfirmed.violations() == [])
    #expect(unconfirmed.supersededBeliefs == 1)

    // It was there when the change was made, which was no earlier than when it was asked for.
    let confirmed = checker(believing + ["kay 45 asks 1 1", "kay 70 wrote 1 1 100"])
    #expect(confirmed.violations().count == 1)
    let answeredLate = checker(believing + ["kay 39 asks 1 1", "kay 70 wrote 1 1 100"])
    #expect(answeredLate.violations() == [])
  }

  @Test("whoever comes later has the greater token")
  func tokens() {
    let violations = checker(
      "ann 10 acquired 5", "ann 11 holds 5", "bob 20 acquired 4", "bob 21 holds 4"
    ).violations()
    guard case .tokenDidNotGrow(let later, let earlier)? = violations.first else {
      Issue.record("\(violations)")
      return
    }
    #expect(later.token == 4 && earlier.token == 5 && violations.count == 1)
  }

  @Test("a change is not accepted from an owner who was replaced")
  func staleChanges() {
    let violations = checker(
      "ann 10 acquired 1", "bob 20 acquired 2", "bob 21 asks 2 1", "bob 22 wrote 2 1 100",
      "ann 30 asks 1 2", "ann 31 wrote 1 2 101"
    ).violations()
    #expect(violations.contains { if case .staleChange = $0 { true } else { false } })
  }

  @Test("no change is lost, in the order in which servers made them")
  func lostChanges() {
    let lines = [
      "ann 10 acquired 1", "ann 11 asks 1 1", "ann 12 wrote 1 1 101", "ann 13 releasing 1",
      "bob 20 acquired 2", "bob 21 asks 2 1", "bob 22 wrote 2 1 102", "bob 23 releasing 2",
    ]
    let violations = checker(lines).violations()
    guard case .lostChange(let later, let earlier)? = violations.first else {
      Issue.record("\(violations)")
      return
    }
    #expect(later.zxid == 102 && earlier.zxid == 101 && violations.count == 1)
  }

  @Test("the counter holds what was acknowledged, and of what is unknown no more than that")
  func counts() {
    var checker = checker(
      "ann 10 acquired 1", "ann 11 asks 1 1", "ann 12 wrote 1 1 101", "ann 13 asks 1 2",
      "ann 14 unsure 1 2", "ann 15 asks 1 3", "ann 16 refused 1 3", "ann 17 asks 1 3",
      "ann 18 failed 1 3")
    #expect(checker.violations(count: 1) == [] && checker.violations(count: 2) == [])
    #expect(checker.violations(count: 0) == [.wrongCount(0, acknowledged: 1, unknown: 1)])
    #expect(checker.violations(count: 3) == [.wrongCount(3, acknowledged: 1, unknown: 1)])

    // Whoever is killed does not say what became of the last one.
    checker.note(StormEvent(at: 19, .asks, token: 1, value: 3), of: ann)
    #expect(checker.violations(count: 3) == [])
    checker.ended(ann)
    #expect(checker.violations(count: 3) == [])
    #expect(checker.figures(of: ann).unknown == 2)
    #expect(checker.violations(count: 4) == [.wrongCount(4, acknowledged: 1, unknown: 2)])
  }

  @Test("whoever stood still for too long owns nothing any more", arguments: ["holds", "wrote"])
  func pauses(_ word: String) {
    let before = ["ann 10 acquired 1", "ann 11 holds 1", "ann 12 pausing 1"]
    let after = before + ["ann 90 asks 1 1", "ann 91 \(word) 1 1 101"]
    #expect(checker(after).violations() == [.ownedAfterPause(ann, token: 1)])
    let sound = ["ann 90 asks 1 1", "ann 91 refused 1 1", "ann 92 lost 1"]
    let anew = ["ann 93 acquired 2", "ann 94 holds 2"]
    #expect(checker(before + sound + anew).violations() == [])
  }

  @Test("as many as there are permits may own at once, in any order")
  func permits() {
    let two = ["ann 10 acquired 2", "ann 50 holds 2", "bob 20 acquired 1", "bob 60 holds 1"]
    #expect(checker(two, permits: 2).violations() == [])
    let third = ["kay 40 acquired 3", "kay 41 asks 3 1", "kay 42 wrote 3 1 100"]
    let violations = checker(two + third, permits: 2).violations()
    guard case .tooManyOwners(let owners)? = violations.first else {
      Issue.record("\(violations)")
      return
    }
    #expect(owners.count == 3 && violations.count == 1)
    let afterwards = ["kay 51 acquired 3", "kay 52 asks 3 1", "kay 53 wrote 3 1 100"]
    #expect(checker(two + afterwards, permits: 2).violations() == [])
  }

  @Test("what contenders say is read as it is written")
  func lines() {
    let event = StormEvent(at: 7, .wrote, token: 5, value: 3, zxid: 9)
    #expect(event.line == "7 wrote 5 3 9")
    #expect(StormEvent(line: event.line) == event)
    for line in ["", "7 wrote 5 3", "7 wrote 5 3 9 1", "x wrote 5 3 9", "7 wept 5 3 9"] {
      #expect(StormEvent(line: line) == nil, "\(line)")
    }
  }

  @Test("a task is read as it is written", arguments: [nil, StormTask.Flaw.ignoresLoss])
  func tasks(_ flaw: StormTask.Flaw?) {
    let task = StormTask(
      .permit, servers: "a:1,b:2", root: "/storm", sessionMilliseconds: 4000, seed: 9, flaw: flaw)
    #expect(StormTask(arguments: task.arguments) == task)
    #expect(StormTask(arguments: task.arguments + ["x", "y"]) == nil)
    #expect(StormTask(arguments: Array(task.arguments.prefix(6)) + ["lazy"]) == nil)
  }

  private func checker(_ lines: String..., permits: Int = 1) -> StormChecker {
    checker(lines, permits: permits)
  }

  /// Each line says who, when, what, and as many numbers as matter.
  private func checker(_ lines: [String], permits: Int = 1) -> StormChecker {
    var checker = StormChecker(permits: permits)
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let padded = words.dropFirst() + [String](repeating: "0", count: 6 - words.count)
      guard let event = StormEvent(line: padded.joined(separator: " ")) else {
        Issue.record("no event: \(line)")
        continue
      }
      checker.note(event, of: words[0] == "kay" ? kay : StormContender(words[0], .ours))
    }
    return checker
  }
}
