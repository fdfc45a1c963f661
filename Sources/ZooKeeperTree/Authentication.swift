package import ZooKeeperModel

/// A hash over bytes. Handed in, because the tree links no library.
package typealias CredentialHash = @Sendable (Span<UInt8>) -> [UInt8]

/// Decides what a client has proven by sending credentials.
package struct Authentication: Sendable {
  /// What follows from credentials.
  package enum Outcome: Hashable, Sendable {
    /// The connection has these identities too, from now on.
    case proven([Identity])
    /// The client is told so, and then the connection is closed.
    case refused
    /// The connection is closed at once: the client is at the wrong ensemble.
    case wrongEnsemble
  }

  private let schemes: Set<AuthenticationScheme>
  private let hash: CredentialHash
  private let superDigest: String?
  private let ensembleNames: [String]?

  /// Knows the schemes that are switched on.
  /// - Parameters:
  ///   - hash: what passwords are kept as; SHA-1 where nothing else is configured.
  ///   - superDigest: the digest of the user who may do everything.
  ///   - ensembleNames: the names under which clients may look for this server's ensemble; nil
  ///     where clients may not ask.
  package init(
    schemes: Set<AuthenticationScheme> = [.ip, .digest], hash: @escaping CredentialHash,
    superDigest: String? = nil, ensembleNames: [String]? = nil
  ) {
    self.schemes = schemes
    self.hash = hash
    self.superDigest = superDigest
    self.ensembleNames = ensembleNames
  }

  package func outcome(of request: AuthRequest) -> Outcome {
    if request.scheme == "ensemble", let ensembleNames {
      return outcome(ofEnsemble: request.credential, among: ensembleNames)
    }
    guard let scheme = AuthenticationScheme(rawValue: request.scheme), schemes.contains(scheme)
    else { return .refused }
    switch scheme {
    case .ip:
      // Every connection has its address from the start.
      return .proven([])
    case .digest:
      return request.credential.map { .proven(identities(ofDigest: $0)) } ?? .refused
    case .x509, .sasl:
      // Proven by the handshake and by a conversation of its own, never by a lone packet.
      return .refused
    }
  }

  private func outcome(ofEnsemble name: Secret?, among names: [String]) -> Outcome {
    guard let name, name.count > 0 else { return .proven([]) }
    let isKnown = names.contains { Secret($0) == name }
    return isKnown ? .proven([]) : .wrongEnsemble
  }

  /// Any name and password will do: what they are worth depends on the lists.
  private func identities(ofDigest credential: Secret) -> [Identity] {
    let digest = credential.withBytes { bytes in
      // As in Java, what is no text is repaired before it is hashed.
      let repaired = Authentication.isText(bytes) ? nil : Authentication.text(bytes)
      let hashed = repaired.map { hash($0.utf8.span) } ?? hash(bytes)
      let colon = bytes.indices.first { bytes[$0] == UInt8(ascii: ":") } ?? bytes.count
      let user = Authentication.text(bytes.extracting(..<colon))
      return user + ":" + Base64.encode(hashed)
    }
    let identity = Identity(scheme: AuthenticationScheme.digest.rawValue, id: digest)
    let isSuper = superDigest?.hasSameBytes(as: digest) ?? false
    return isSuper ? [.superuser, identity] : [identity]
  }

  private static func isText(_ bytes: Span<UInt8>) -> Bool {
    do {
      _ = try UTF8Span(validating: bytes)
      return true
    } catch {
      return false
    }
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}
