import Testing
import ZooKeeperModel
import ZooKeeperSession

/// A timeout of twenty seconds: proofs every five, certain for thirteen (a quarter less, and a
/// tenth).
@Suite("How long an ephemeral node is certain")
struct LeaseTermTests {
  private static func at(_ seconds: Int) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: Int64(seconds) * 1_000_000_000)
  }

  private func term() -> LeaseTerm {
    LeaseTerm(timeout: .seconds(20), provenAt: Self.at(100))
  }

  @Test("is proven every quarter of the timeout, and certain until the deadline")
  func proofs() {
    var term = term()
    #expect(term.nextDue == Self.at(105))
    #expect(term.deadline == Self.at(113))
    let early = term.advance(to: Self.at(104))
    let due = term.advance(to: Self.at(105))
    let again = term.advance(to: Self.at(106))
    #expect(!early && due && !again)
    #expect(term.nextDue == Self.at(113))
    term.proven(askedAt: Self.at(105))
    #expect(term.nextDue == Self.at(110))
    #expect(term.deadline == Self.at(118))
    #expect(term.isHeld(at: Self.at(117)) && !term.isHeld(at: Self.at(118)))
  }

  @Test("a shorter timeout counts at once, a longer one when servers have answered")
  func otherTimeouts() {
    var term = term()
    term.setTimeout(.seconds(40))
    #expect(term.deadline == Self.at(113) && term.nextDue == Self.at(105))
    term.setTimeout(.seconds(40))
    term.proven(askedAt: Self.at(105))
    #expect(term.deadline == Self.at(105 + 26) && term.nextDue == Self.at(115))
    term.setTimeout(.seconds(20))
    #expect(term.deadline == Self.at(118) && term.nextDue == Self.at(110))
  }

  @Test("is over when no proof came, and no later proof brings it back")
  func unproven() {
    var term = term()
    _ = term.advance(to: Self.at(105))
    _ = term.advance(to: Self.at(113))
    #expect(term.loss == .unproven)
    #expect(term.nextDue == .never)
    term.proven(askedAt: Self.at(112))
    #expect(!term.isHeld(at: Self.at(113)))
    #expect(term.deadline == Self.at(113))
  }

  @Test("counts from when a proof was asked for, not from its answer")
  func countsFromQuestion() {
    var term = term()
    _ = term.advance(to: Self.at(105))
    term.proven(askedAt: Self.at(105))
    let isDue = term.advance(to: Self.at(112))
    #expect(isDue)
    #expect(term.deadline == Self.at(118))
  }

  @Test("asks again soon where a proof did not come")
  func unanswered() {
    var term = term()
    _ = term.advance(to: Self.at(105))
    term.unanswered(at: Self.at(106))
    #expect(term.loss == nil)
    #expect(term.nextDue.nanoseconds == 108_500_000_000)
    #expect(term.deadline == Self.at(113))
  }

  @Test("takes any write of the owner as a proof, and none that is older")
  func otherWrites() {
    var term = term()
    term.proven(askedAt: Self.at(103))
    term.proven(askedAt: Self.at(101))
    #expect(term.deadline == Self.at(116))
    #expect(term.nextDue == Self.at(108))
  }

  @Test("keeps the first reason of its end")
  func reasons() {
    var term = term()
    term.lose(.nodeDeleted)
    term.lose(.sessionEnded)
    #expect(term.loss == .nodeDeleted)
    #expect(!term.isHeld(at: Self.at(101)))
  }
}
