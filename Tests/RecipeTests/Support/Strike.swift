import ZooKeeperTesting

/// A fault that meets one request.
struct Strike: CustomStringConvertible {
  let fault: ChaosFault
  /// How many requests pass before.
  let requests: Int

  var description: String { "\(fault) after \(requests)" }

  /// Each fault that ends by itself, at each of so many requests.
  static func all(upTo count: Int) -> [Strike] {
    ChaosFault.passing.flatMap { fault in
      (0..<count).map { Strike(fault: fault, requests: $0) }
    }
  }
}

extension ChaosFault {
  /// Those that end by themselves.
  static var passing: [ChaosFault] { allCases.filter { $0 != .stall } }
}

extension ChaosProxy {
  func strike(_ strike: Strike) async {
    await self.strike(strike.fault, after: strike.requests)
  }
}
