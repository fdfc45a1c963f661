/// What a storm has done.
struct StormHarm: Sendable {
  enum Deed: String, CaseIterable, Sendable {
    case killedLeader = "killed leader"
    case killedContender = "killed"
    case cut, struck, stalled, refused
  }

  var deeds: [Deed: Int] = [:]

  func count(of deed: Deed) -> Int { deeds[deed] ?? 0 }
}

extension StormHarm: CustomStringConvertible {
  var description: String {
    Deed.allCases.map { "\($0.rawValue) \(count(of: $0))" }.joined(separator: ", ")
  }
}
