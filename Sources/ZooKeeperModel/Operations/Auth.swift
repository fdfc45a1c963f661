/// Proves an identity in one step.
package struct AuthRequest: Hashable, Sendable {
  /// Always zero; no server looks at it.
  package var type: Int32
  package var scheme: String
  package var credential: Secret?

  package init(type: Int32 = 0, scheme: String, credential: Secret?) {
    self.type = type
    self.scheme = scheme
    self.credential = credential
  }
}

/// One step of a SASL conversation, in either direction.
package struct SASLToken: Hashable, Sendable {
  package var token: Secret?

  package init(token: Secret?) {
    self.token = token
  }
}

/// Somebody the server takes the connection for.
package struct ClientInfo: Hashable, Sendable {
  package var scheme: String
  package var user: String

  package init(scheme: String, user: String) {
    self.scheme = scheme
    self.user = user
  }
}
