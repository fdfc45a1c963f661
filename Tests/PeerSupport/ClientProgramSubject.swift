import Foundation

/// What client programs are held against. Their expectations were proved on Apache's servers, and
/// can be at any time: `ZK_SUBJECTS="3.8 3.9 bundled" make test`.
package enum ClientProgramSubject: String, CaseIterable, Sendable {
  case bundled
  case apache38 = "3.8"
  case apache39 = "3.9"

  /// Ours alone, unless the environment names others.
  package static var chosen: [ClientProgramSubject] {
    let words = ProcessInfo.processInfo.environment["ZK_SUBJECTS"] ?? bundled.rawValue
    return words.split(separator: " ").map {
      guard let subject = ClientProgramSubject(rawValue: String($0)) else {
        preconditionFailure("ZK_SUBJECTS names \($0), not one of \(allCases.map(\.rawValue))")
      }
      return subject
    }
  }

  package func startServer() throws -> any ClientProgramServer {
    switch self {
    case .bundled: return try BundledServer(Self.configuration)
    case .apache38, .apache39:
      guard let reference = try Peers.references().first(where: { $0.name == rawValue }) else {
        throw PeerFailure.broken("Apache \(rawValue) is not on this machine", output: "")
      }
      return try ApacheServer(reference, Self.configuration)
    }
  }

  /// Everything switched on, and a clock that ticks fast, so that nobody waits long for the end of
  /// a session or of a container.
  private static let configuration = ServerConfiguration(
    [
      "tickTime": "200", "minSessionTimeout": "400", "maxSessionTimeout": "60000",
      "extendedTypesEnabled": "true", "enforceQuota": "true",
      // The digest of super:secret.
      "DigestAuthenticationProvider.superDigest": "super:lK75jTNcA+U9vtVEw5vB51mj/w4=",
    ],
    properties: ["znode.container.checkIntervalMs": "300"])
}
