/// A server's verdict on a request.
///
/// Open on purpose: a code this house does not know travels through unchanged.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
  /// The number as it travels.
  public let rawValue: Int32

  /// Takes the number as it travels.
  @inlinable
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// No error.
  @inlinable public static var ok: ErrorCode { ErrorCode(rawValue: 0) }
  /// The server failed in a way it has no other word for.
  @inlinable public static var systemError: ErrorCode { ErrorCode(rawValue: -1) }
  /// The server found itself inconsistent; in a failed multi: a step after the one that failed.
  @inlinable public static var runtimeInconsistency: ErrorCode { ErrorCode(rawValue: -2) }
  /// The server found its data inconsistent.
  @inlinable public static var dataInconsistency: ErrorCode { ErrorCode(rawValue: -3) }
  /// The connection broke before the answer came.
  @inlinable public static var connectionLoss: ErrorCode { ErrorCode(rawValue: -4) }
  /// The server could not read the request.
  @inlinable public static var marshallingError: ErrorCode { ErrorCode(rawValue: -5) }
  /// The server does not know the operation.
  @inlinable public static var unimplemented: ErrorCode { ErrorCode(rawValue: -6) }
  /// The operation took too long.
  @inlinable public static var operationTimeout: ErrorCode { ErrorCode(rawValue: -7) }
  /// An argument is not allowed, often a path.
  @inlinable public static var badArguments: ErrorCode { ErrorCode(rawValue: -8) }
  /// The server has no such session.
  @inlinable public static var unknownSession: ErrorCode { ErrorCode(rawValue: -12) }
  /// The new configuration has no quorum that is up to date.
  @inlinable public static var newConfigNoQuorum: ErrorCode { ErrorCode(rawValue: -13) }
  /// Another reconfiguration is under way.
  @inlinable public static var reconfigInProgress: ErrorCode { ErrorCode(rawValue: -14) }
  /// The boundary between failures of the system (above) and answers to the caller (below).
  @inlinable public static var apiError: ErrorCode { ErrorCode(rawValue: -100) }
  /// The node does not exist.
  @inlinable public static var noNode: ErrorCode { ErrorCode(rawValue: -101) }
  /// The access control list does not allow it.
  @inlinable public static var noAuth: ErrorCode { ErrorCode(rawValue: -102) }
  /// The node has another version than the one asked for.
  @inlinable public static var badVersion: ErrorCode { ErrorCode(rawValue: -103) }
  /// Ephemeral nodes cannot have children.
  @inlinable public static var noChildrenForEphemerals: ErrorCode { ErrorCode(rawValue: -108) }
  /// The node exists already.
  @inlinable public static var nodeExists: ErrorCode { ErrorCode(rawValue: -110) }
  /// The node has children and cannot be deleted.
  @inlinable public static var notEmpty: ErrorCode { ErrorCode(rawValue: -111) }
  /// The session ended; its ephemeral nodes are gone.
  @inlinable public static var sessionExpired: ErrorCode { ErrorCode(rawValue: -112) }
  /// A callback of the client was not valid.
  @inlinable public static var invalidCallback: ErrorCode { ErrorCode(rawValue: -113) }
  /// The access control list is empty, malformed or names an unknown scheme.
  @inlinable public static var invalidACL: ErrorCode { ErrorCode(rawValue: -114) }
  /// The server refused the credentials.
  @inlinable public static var authFailed: ErrorCode { ErrorCode(rawValue: -115) }
  /// The session lives on another server by now.
  @inlinable public static var sessionMoved: ErrorCode { ErrorCode(rawValue: -118) }
  /// The server is read-only and the request is a write.
  @inlinable public static var notReadOnly: ErrorCode { ErrorCode(rawValue: -119) }
  /// A local session cannot own ephemeral nodes.
  @inlinable public static var ephemeralOnLocalSession: ErrorCode { ErrorCode(rawValue: -120) }
  /// This connection has no such watch.
  @inlinable public static var noWatcher: ErrorCode { ErrorCode(rawValue: -121) }
  /// The request was not answered in time.
  @inlinable public static var requestTimeout: ErrorCode { ErrorCode(rawValue: -122) }
  /// Reconfiguration is switched off on the server.
  @inlinable public static var reconfigDisabled: ErrorCode { ErrorCode(rawValue: -123) }
  /// The server demands credentials that this connection did not give, and closes it.
  @inlinable public static var sessionClosedRequireSASLAuth: ErrorCode { ErrorCode(rawValue: -124) }
  /// A quota with a hard limit would be exceeded.
  @inlinable public static var quotaExceeded: ErrorCode { ErrorCode(rawValue: -125) }
  /// The server is overloaded and did not apply the operation.
  @inlinable public static var throttledOperation: ErrorCode { ErrorCode(rawValue: -127) }
}
