import ZooKeeperModel

/// Plans by chance, that can be had again: the same seed gives every connection the same plan.
///
/// ```swift
/// let chaos = SeededChaos(seed: 7)
/// let proxy = try await ChaosProxy.start(before: server.connectString, plan: chaos.plan)
/// ```
public struct SeededChaos: Sendable {
  /// What the numbers are made of.
  public var seed: UInt64
  /// How many milliseconds later things may arrive, in each direction.
  public var delayMilliseconds = 0...20
  /// How many bytes a piece may have, on one of four connections; the others are left whole.
  public var pieceBytes = 1...100
  /// The faults to choose from. When there are none, nothing breaks.
  public var faults = ChaosFault.allCases
  /// How many requests pass before a fault, the handshake included.
  public var requestsBeforeFault = 0...200

  /// Everything that can happen, in a measure that lets clients get on.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// The plan of a connection, which are counted from 1.
  public func plan(for connection: Int) -> ChaosPlan {
    // Mixed once: neighbours by number must not get neighbouring numbers.
    var mixer = RandomSource(seed: seed ^ UInt64(connection))
    var random = RandomSource(seed: mixer.next())
    var plan = ChaosPlan()
    plan.delayToServer = .milliseconds(Int.random(in: delayMilliseconds, using: &random))
    plan.delayToClient = .milliseconds(Int.random(in: delayMilliseconds, using: &random))
    if Int.random(in: 0..<4, using: &random) == 0 {
      plan.pieceBytesMax = Int.random(in: pieceBytes, using: &random)
    }
    if let fault = faults.randomElement(using: &random) {
      let requests = Int.random(in: requestsBeforeFault, using: &random)
      plan.misfortune = .init(fault, after: requests)
    }
    return plan
  }
}
