package import ZooKeeperModel

/// Who may do what: reads access control lists, and decides which ones may be written.
package struct Access: Sendable {
  private let schemes: Set<AuthenticationScheme>
  private let skipsChecks: Bool

  /// Knows the schemes that are switched on. `skipsChecks` allows everybody everything (Apache's
  /// `skipACL`); lists are written and read as ever.
  package init(schemes: Set<AuthenticationScheme> = [.ip, .digest], skipsChecks: Bool = false) {
    self.schemes = schemes
    self.skipsChecks = skipsChecks
  }

  /// Whether somebody may do one of the things wanted. A node without a list is open.
  package func allows(
    _ acl: [ACL]?, _ wanted: Permissions, to identities: [Identity]
  ) -> Bool {
    guard !skipsChecks, let acl, !acl.isEmpty else { return true }
    for entry in acl where !entry.permissions.isDisjoint(with: wanted) {
      if entry.identity.isAnyone { return true }
      guard let scheme = scheme(entry.identity.scheme) else { continue }
      let isMatch = identities.contains { own in
        own.scheme == scheme.rawValue && scheme.matches(own.id, listed: entry.identity.id)
      }
      if isMatch { return true }
    }
    return identities.contains { $0.isSuper }
  }

  /// The list to store for one that a client sent: without repetitions, and with `auth` replaced by
  /// what the client has proven. Nil if it says nothing or something that cannot be meant.
  package func fixedUp(_ acl: [ACL]?, by identities: [Identity]) -> [ACL]? {
    guard let acl, !acl.isEmpty else { return nil }
    var fixed: [ACL] = []
    for entry in Access.withoutRepetitions(acl) {
      if entry.identity.isAnyone {
        fixed.append(entry)
      } else if entry.identity.isCreator {
        let proven = identities.filter { scheme($0.scheme)?.isProof ?? false }
        guard !proven.isEmpty else { return nil }
        fixed += proven.map { ACL(entry.permissions, for: $0) }
      } else {
        guard let scheme = scheme(entry.identity.scheme), scheme.isValid(entry.identity.id)
        else { return nil }
        fixed.append(entry)
      }
    }
    return fixed
  }

  /// What a connection is told about itself: no hashes, and no name where no scheme knows one.
  package func describe(_ identities: [Identity]) -> [ClientInfo] {
    identities.map { identity in
      ClientInfo(
        scheme: identity.scheme,
        user: scheme(identity.scheme)?.userName(of: identity.id) ?? "")
    }
  }

  /// A list as those may see it who cannot change it: whoever has a hash could guess the password.
  package static func masked(_ acl: [ACL]) -> [ACL] {
    acl.map { entry in
      let id = entry.identity.id
      guard entry.identity.scheme == AuthenticationScheme.digest.rawValue,
        id.utf8.contains(UInt8(ascii: ":"))
      else { return entry }
      let masked = Identity(
        scheme: entry.identity.scheme, id: AuthenticationScheme.user(of: id) + ":x")
      return ACL(entry.permissions, for: masked)
    }
  }

  private func scheme(_ name: String) -> AuthenticationScheme? {
    AuthenticationScheme(rawValue: name).flatMap { schemes.contains($0) ? $0 : nil }
  }

  private static func withoutRepetitions(_ acl: [ACL]) -> [ACL] {
    var kept: [ACL] = []
    for entry in acl where !kept.contains(entry) {
      kept.append(entry)
    }
    return kept
  }
}
