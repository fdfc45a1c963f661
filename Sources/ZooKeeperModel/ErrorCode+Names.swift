extension ErrorCode: CustomStringConvertible {
  /// The name that Apache's documentation gives the code, or its number.
  public var description: String {
    ErrorCode.words[self]?.name ?? "error \(rawValue)"
  }

  /// What the code means, in a few words for people.
  public var meaning: String {
    ErrorCode.words[self]?.meaning ?? "the server answered with an unknown code, \(rawValue)"
  }

  /// Every code that a server or Apache's clients use.
  package static var known: some Collection<ErrorCode> {
    words.keys
  }

  private static let words: [ErrorCode: (name: String, meaning: String)] = [
    .ok: ("Ok", "no error"),
    .systemError: ("SystemError", "the server failed"),
    .runtimeInconsistency: (
      "RuntimeInconsistency", "not applied, because another step of the transaction failed"
    ),
    .dataInconsistency: ("DataInconsistency", "the server found its data inconsistent"),
    .connectionLoss: ("ConnectionLoss", "the connection broke before the answer came"),
    .marshallingError: ("MarshallingError", "the server could not read the request"),
    .unimplemented: ("Unimplemented", "the server does not know the operation"),
    .operationTimeout: ("OperationTimeout", "the operation took too long"),
    .badArguments: ("BadArguments", "an argument is not allowed"),
    .unknownSession: ("UnknownSession", "the server has no such session"),
    .newConfigNoQuorum: ("NewConfigNoQuorum", "the new configuration has no quorum yet"),
    .reconfigInProgress: ("ReconfigInProgress", "another reconfiguration is under way"),
    .apiError: ("APIError", "the request was refused"),
    .noNode: ("NoNode", "the node does not exist"),
    .noAuth: ("NoAuth", "the node's access control list does not allow it"),
    .badVersion: ("BadVersion", "the node has another version"),
    .noChildrenForEphemerals: (
      "NoChildrenForEphemerals", "ephemeral nodes cannot have children"
    ),
    .nodeExists: ("NodeExists", "the node exists already"),
    .notEmpty: ("NotEmpty", "the node has children"),
    .sessionExpired: ("SessionExpired", "the session has ended"),
    .invalidCallback: ("InvalidCallback", "a callback was not valid"),
    .invalidACL: ("InvalidACL", "the access control list is not valid"),
    .authFailed: ("AuthFailed", "the server refused the credentials"),
    .sessionMoved: ("SessionMoved", "the session lives on another server by now"),
    .notReadOnly: ("NotReadOnly", "the server is read-only"),
    .ephemeralOnLocalSession: (
      "EphemeralOnLocalSession", "a local session cannot own ephemeral nodes"
    ),
    .noWatcher: ("NoWatcher", "this connection has no such watch"),
    .requestTimeout: ("RequestTimeout", "the request was not answered in time"),
    .reconfigDisabled: ("ReconfigDisabled", "reconfiguration is switched off on the server"),
    .sessionClosedRequireSASLAuth: (
      "SessionClosedRequireSaslAuth", "the server demands credentials of this connection"
    ),
    .quotaExceeded: ("QuotaExceeded", "a quota would be exceeded"),
    .throttledOperation: ("ThrottledOp", "the server is overloaded; nothing was applied"),
  ]
}
