import Foundation
import Testing

/// The seeds that generated tests run through, or the one that is asked for.
enum Seeds {
  static func each(upTo count: UInt64) -> [UInt64] {
    if let asked = ProcessInfo.processInfo.environment["ZK_SEED"].flatMap(UInt64.init) {
      return [asked]
    }
    return Array(1...count)
  }

  /// What to type to see a failure again.
  static func repeating(_ seed: UInt64, _ test: String) -> Comment {
    "repeat with: ZK_SEED=\(seed) swift test --filter \(test)"
  }
}
