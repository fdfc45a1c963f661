import Testing

/// Something that clients go through, whichever server serves them.
///
/// Each is written once and plays against the bundled server and against real ones: what is
/// expected is what ZooKeeper promises, and not what one of them happens to do.
package struct ClientScenario: Sendable {
  package typealias Play = @Sendable (ServerUnderTest) async throws -> Void

  /// What is shown, in words.
  package let name: String
  package let play: Play

  init(_ name: String, _ play: @escaping Play) {
    self.name = name
    self.play = play
  }

  package static let operations =
    creating + reading + writing + trees + transactions + chroots + access
  package static let watches =
    oneShotWatches + lastingWatches + sharedPlaces + watchesAndLoss + values
  package static let sessions = lives + losses + expiries + absences + leases
  package static let limits = sizes + pressure + narrowTrees + cancellations + figures
  package static let all = operations + watches + sessions + limits
}

extension ClientScenario: CustomTestStringConvertible {
  package var testDescription: String { name }
}
