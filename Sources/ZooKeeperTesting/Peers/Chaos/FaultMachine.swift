/// Decides what happens to each frame of a connection.
///
/// A reply begins with the four bytes that its request began with, and that is all it needs to know
/// about frames. The first frame of each side has no such number, and begins with zeros.
struct FaultMachine {
  enum Verdict: Equatable {
    case pass
    case cut
    /// Pass on the first half, and cut.
    case passHalf
    /// Say that there is no more, in place of the frame and all behind it.
    case end
    case stall
  }

  private struct Reply {
    let mark: Int32
    let verdict: Verdict
  }

  private var misfortune: ChaosPlan.Misfortune?
  /// The reply that something happens to.
  private var doomed: Reply?

  init(_ misfortune: ChaosPlan.Misfortune? = nil) {
    self.misfortune = misfortune
  }

  /// From now on this is what happens, whatever was planned.
  mutating func expect(_ misfortune: ChaosPlan.Misfortune) {
    self.misfortune = misfortune
    doomed = nil
  }

  /// Takes the next frame of the client by its first four bytes.
  mutating func request(_ mark: Int32) -> Verdict {
    guard let next = misfortune, mark != Self.ping else { return .pass }
    guard next.requestsBefore == 0 else {
      misfortune?.requestsBefore -= 1
      return .pass
    }
    misfortune = nil
    switch next.fault {
    case .cutBeforeRequest: return .cut
    case .cutInsideRequest: return .passHalf
    case .endInsteadOfRequest: return .end
    case .stall: return .stall
    case .cutBeforeReply: doomed = Reply(mark: mark, verdict: .cut)
    case .cutInsideReply: doomed = Reply(mark: mark, verdict: .passHalf)
    case .endInsteadOfReply: doomed = Reply(mark: mark, verdict: .end)
    }
    return .pass
  }

  /// Takes the next frame of the server by its first four bytes.
  mutating func reply(_ mark: Int32) -> Verdict {
    guard let doomed, doomed.mark == mark else { return .pass }
    self.doomed = nil
    return doomed.verdict
  }

  private static let ping: Int32 = -2
}
