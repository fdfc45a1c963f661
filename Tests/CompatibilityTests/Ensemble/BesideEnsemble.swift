import PeerSupport
import Testing
import ZooKeeper
import ZooKeeperTesting

/// Lets all tests of a suite share one ensemble, because it takes seconds to start.
struct BesideEnsemble: SuiteTrait, TestScoping {
  @TaskLocal private static var ensemble: ApacheEnsemble?

  let release: @Sendable () throws -> ApacheRelease

  @concurrent
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing body: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withApacheEnsemble(try release()) { settings in
      settings.properties["zookeeper.extendedTypesEnabled"] = "true"
      settings.entries["reconfigEnabled"] = "true"
      settings.entries["standaloneEnabled"] = "false"
      settings.properties["zookeeper.DigestAuthenticationProvider.superDigest"] = Self.superuserHash
    } _: { ensemble in
      try await BesideEnsemble.$ensemble.withValue(ensemble) { try await body() }
    }
  }

  /// Who may change the ensemble.
  static let superuser = Credential.digest(user: "super", password: "storm")
  /// The user, and SHA-1 of both in base 64, as `DigestAuthenticationProvider` prints it.
  private static let superuserHash = "super:uvsF34Y2FIPxq8MxSz/1GwxEe3k="

  /// The ensemble of the suite, whole again, whatever the test before did to it.
  static func whole() async throws -> ApacheEnsemble {
    let ensemble = try #require(ensemble, "the suite has no ensemble")
    for member in ensemble.members {
      member.resume()
      try await member.start()
    }
    try await ensemble.waitUntilServing()
    return ensemble
  }
}

extension Trait where Self == BesideEnsemble {
  /// Beside servers of Debian's release.
  static var besideDebiansEnsemble: Self { Self { .debian } }

  /// Beside servers of the newest release that is on this machine.
  static var besideNewestEnsemble: Self {
    Self {
      let newest = try #require(try ApacheReference.newest(), "no release is named")
      return ApacheRelease(classPath: newest.classPath)
    }
  }
}

/// Our client and servers that work together, while all goes well and while it does not.
@Suite(
  .enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct EnsembleTests {
  @Suite(.besideDebiansEnsemble, .serialized)
  struct Debian {}

  /// What differs from release to release.
  @Suite(
    .enabled(if: try ApacheReference.newest() != nil, "ZK39_LIB names no newer release"),
    .besideNewestEnsemble, .serialized)
  struct Newest {}
}

/// The releases to play with. One that is named and not there fails the suite `Newest`.
enum Releases {
  static let all: [ApacheRelease] =
    [.debian]
    + [try? ApacheReference.newest()].compactMap { $0 }.map {
      ApacheRelease(classPath: $0.classPath)
    }
}
