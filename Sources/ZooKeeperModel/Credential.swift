/// What a client shows to a server so that it knows who is asking.
public struct Credential: Hashable, Sendable {
  /// How it is to be read, such as `digest`.
  public var scheme: String
  /// What proves it; never printed.
  public var secret: Secret

  /// Takes a scheme that the servers know, and what that scheme wants to see.
  public init(scheme: String, secret: Secret) {
    self.scheme = scheme
    self.secret = secret
  }

  /// The bytes of the frame that shows it, without its length.
  package var frameByteCount: Int { 20 + scheme.utf8.count + secret.count }

  /// A user and a password. In ACLs the server knows them by a hash of both.
  public static func digest(user: String, password: String) -> Credential {
    Credential(scheme: "digest", secret: Secret("\(user):\(password)"))
  }
}
