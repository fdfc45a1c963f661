import PeerSupport

/// A server set up in one way. A session script plays in each scene that its client has words for.
package enum Scene: String, CaseIterable {
  /// One server with everything switched on.
  case standalone
  /// One server as it comes, which refuses what must be switched on.
  case plain
  /// One server with users for SASL DIGEST-MD5.
  case sasl
  /// One server that lets nobody in without credentials.
  case guarded
  /// An ensemble of one, which can be reconfigured and knows local sessions.
  case quorum
  /// One server of an ensemble of two whose other server never comes.
  case readOnly

  func startServer(_ reference: ApacheReference) throws -> ApacheServer {
    let membership =
      switch self {
      case .standalone, .plain, .sasl, .guarded: EnsembleMembership?.none
      case .quorum: try EnsembleMembership.ensemble(of: 1).first
      case .readOnly: try EnsembleMembership.ensemble(of: 2).first
      }
    return try ApacheServer(reference, configuration, membership: membership)
  }

  private var configuration: ServerConfiguration {
    switch self {
    case .standalone:
      ServerConfiguration(
        [
          "extendedTypesEnabled": "true", "reconfigEnabled": "true", "enforceQuota": "true",
          // The digest of super:secret.
          "DigestAuthenticationProvider.superDigest": "super:lK75jTNcA+U9vtVEw5vB51mj/w4=",
        ])
    case .plain:
      ServerConfiguration()
    case .sasl:
      ServerConfiguration(
        ["authProvider.1": "org.apache.zookeeper.server.auth.SASLAuthenticationProvider"],
        // Apache's FIPS mode, on by default since 3.9, forbids MD5.
        properties: ["zookeeper.fips-mode": "false"],
        jaas: """
          Server {
            org.apache.zookeeper.server.auth.DigestLoginModule required user_bob="bobsecret";
          };
          """)
    case .guarded:
      ServerConfiguration(["enforce.auth.enabled": "true", "enforce.auth.schemes": "digest"])
    case .quorum:
      ServerConfiguration([
        "standaloneEnabled": "false", "reconfigEnabled": "true", "skipACL": "yes",
        "localSessionsEnabled": "true",
      ])
    case .readOnly:
      // A read-only server can remember no session but a local one.
      ServerConfiguration(
        ["localSessionsEnabled": "true"], properties: ["readonlymode.enabled": "true"])
    }
  }
}
