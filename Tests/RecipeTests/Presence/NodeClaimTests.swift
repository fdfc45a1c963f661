import Testing
import ZooKeeper

@testable import ZooKeeperRecipes

@Suite("What follows from what is found where a node is kept")
struct NodeClaimTests {
  private let ours = SessionID(rawValue: 1)
  private let next = SessionID(rawValue: 2)
  private let theirs = SessionID(rawValue: 9)

  private func node(_ owner: SessionID?, _ czxid: Int64, _ data: Payload = "a") -> Node {
    Node(data: data, stat: Stat(czxid: Zxid(rawValue: czxid), ephemeralOwner: owner))
  }

  private func claim(_ data: Payload = "a") -> NodeClaim {
    var claim = NodeClaim()
    claim.created(Zxid(rawValue: 5), in: ours, holding: data)
    return claim
  }

  @Test("the own node is current, until something else is wanted")
  func current() {
    var claim = claim()
    #expect(claim.judge(node(ours, 5), in: ours, wanting: "a") == .current)
    #expect(claim.judge(node(ours, 5), in: ours, wanting: "b") == .outdated)
    claim.wrote("b")
    #expect(claim.judge(node(ours, 5, "b"), in: ours, wanting: "b") == .current)
  }

  @Test("what others write stays")
  func written() {
    var claim = claim()
    #expect(claim.judge(node(ours, 5, "theirs"), in: ours, wanting: "a") == .current)
  }

  @Test("a write without an answer is judged by what the node holds")
  func unanswered() {
    var claim = claim()
    claim.wrote(nil)
    #expect(claim.judge(node(ours, 5, "a"), in: ours, wanting: "b") == .outdated)
    #expect(claim.judge(node(ours, 5, "b"), in: ours, wanting: "b") == .current)
    #expect(claim.judge(node(ours, 5, "theirs"), in: ours, wanting: "b") == .current)
  }

  @Test("the own node of a session that is over stays one's own, whatever is asked for since")
  func former() {
    var claim = claim()
    claim.mayHaveCreated(in: next)
    #expect(claim.judge(node(ours, 5), in: next, wanting: "a") == .stale)
    #expect(claim.judge(node(ours, 6), in: next, wanting: "a") == .foreign(ours))
    #expect(claim.judge(node(next, 7), in: next, wanting: "a") == .current)
    claim.created(Zxid(rawValue: 8), in: next, holding: "a")
    #expect(claim.judge(node(ours, 5), in: next, wanting: "a") == .foreign(ours))
  }

  @Test("the own node of a session that is over is stale")
  func stale() {
    var claim = claim()
    #expect(claim.judge(node(ours, 5), in: next, wanting: "a") == .stale)
    #expect(claim.judge(node(ours, 5), in: nil, wanting: "a") == .stale)
  }

  @Test("a node of nobody's, of others', and another one of the own session are foreign")
  func foreign() {
    var claim = claim()
    #expect(claim.judge(node(nil, 5), in: ours, wanting: "a") == .foreign(nil))
    #expect(claim.judge(node(theirs, 5), in: ours, wanting: "a") == .foreign(theirs))
    #expect(claim.judge(node(ours, 6), in: ours, wanting: "a") == .foreign(ours))
    var none = NodeClaim()
    #expect(none.judge(node(ours, 5), in: ours, wanting: "a") == .foreign(ours))
    #expect(!none.mayExist)
  }

  @Test("a creation without an answer owns what its session has, and only that, once it is seen")
  func doubtful() {
    var claim = NodeClaim()
    claim.mayHaveCreated(in: ours)
    #expect(claim.mayExist && !claim.isCertain)
    #expect(claim.judge(node(theirs, 7), in: ours, wanting: "a") == .foreign(theirs))
    #expect(claim.judge(node(ours, 8), in: ours, wanting: "a") == .current)
    #expect(claim.isCertain)
    #expect(claim.judge(node(ours, 9), in: ours, wanting: "a") == .foreign(ours))
  }

  @Test("a node whose creation got no answer in a session that is over is stale")
  func doubtfulAndStale() {
    var claim = NodeClaim()
    claim.mayHaveCreated(in: ours)
    #expect(claim.judge(node(ours, 8), in: next, wanting: "a") == .stale)
  }
}
