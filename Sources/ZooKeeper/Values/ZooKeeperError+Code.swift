public import ZooKeeperModel

extension ZooKeeperError {
  /// What went wrong: a server's verdict, or what the client found out by itself.
  ///
  /// Open on purpose: servers may have codes that have no name here.
  public struct Code: Hashable, Sendable {
    /// What only a client can know.
    enum ClientFault: Hashable, Sendable {
      case cancelled
      case closed
      case tooLarge
      case overloaded
      case protocolViolation
      case leaseLost
    }

    enum Origin: Hashable, Sendable {
      case server(ErrorCode)
      case client(ClientFault)
    }

    let origin: Origin

    private init(_ fault: ClientFault) {
      origin = .client(fault)
    }

    /// What a server answered. Several answers that mean the same are one code.
    public init(_ verdict: ErrorCode) {
      switch verdict {
      case .operationTimeout: origin = .server(.requestTimeout)
      case .unknownSession: origin = .server(.sessionExpired)
      default: origin = .server(verdict)
      }
    }

    /// The code that Apache's clients have for it; nil for what none of them knows.
    public var verdict: ErrorCode? {
      switch origin {
      case .server(let verdict): verdict
      case .client: nil
      }
    }
  }
}

extension ZooKeeperError.Code {
  /// The node does not exist.
  public static let noNode = Self(.noNode)
  /// The node exists already.
  public static let nodeExists = Self(.nodeExists)
  /// The node has another version than the one asked for.
  public static let badVersion = Self(.badVersion)
  /// The node has children and cannot be deleted.
  public static let notEmpty = Self(.notEmpty)
  /// The access control list does not allow it.
  public static let noAuth = Self(.noAuth)
  /// Ephemeral nodes cannot have children.
  public static let noChildrenForEphemerals = Self(.noChildrenForEphemerals)
  /// An argument is not allowed.
  public static let badArguments = Self(.badArguments)
  /// The access control list is empty, or names somebody in a way the server does not understand.
  public static let invalidACL = Self(.invalidACL)
  /// The server refused the credentials.
  public static let authFailed = Self(.authFailed)
  /// The server demands credentials that this client did not show.
  public static let authRequired = Self(.sessionClosedRequireSASLAuth)

  /// The connection broke before the answer came.
  public static let connectionLost = Self(.connectionLoss)
  /// The session ended, and with it whatever belonged to it.
  public static let sessionExpired = Self(.sessionExpired)
  /// The session lives on another server by now.
  public static let sessionMoved = Self(.sessionMoved)
  /// The answer did not come in time.
  public static let timedOut = Self(.requestTimeout)
  /// The task that asked was cancelled.
  public static let cancelled = Self(ClientFault.cancelled)
  /// The client was closed.
  public static let closed = Self(ClientFault.closed)
  /// What was owned may be somebody else's by now.
  public static let leaseLost = Self(ClientFault.leaseLost)

  /// The request or its answer has more bytes than the limit allows.
  public static let tooLarge = Self(ClientFault.tooLarge)
  /// As much as the limits allow is waiting to be sent.
  public static let overloaded = Self(ClientFault.overloaded)
  /// The server is overloaded, and did not apply the operation.
  public static let throttled = Self(.throttledOperation)
  /// The server can only be read.
  public static let readOnly = Self(.notReadOnly)
  /// A quota would be exceeded.
  public static let quotaExceeded = Self(.quotaExceeded)

  /// Changing the ensemble is switched off on the servers.
  public static let reconfigDisabled = Self(.reconfigDisabled)
  /// Another change of the ensemble is under way.
  public static let reconfigInProgress = Self(.reconfigInProgress)
  /// Too few of the new ensemble's servers are up to date.
  public static let newConfigNoQuorum = Self(.newConfigNoQuorum)
  /// The server does not know the operation.
  public static let unimplemented = Self(.unimplemented)
  /// The peer does not speak as ZooKeeper does.
  public static let protocolViolation = Self(ClientFault.protocolViolation)
  /// The server could not read the request.
  public static let unreadable = Self(.marshallingError)
  /// The server had no such watch.
  public static let noWatcher = Self(.noWatcher)
  /// A local session cannot own ephemeral nodes.
  public static let ephemeralOnLocalSession = Self(.ephemeralOnLocalSession)
  /// A step of a transaction that was not looked at, because another one failed.
  public static let otherStepFailed = Self(.runtimeInconsistency)
}

extension ZooKeeperError.Code {
  /// Whether what failed so may go well on the next connection, or in the next session: it says
  /// nothing about what was asked for.
  public var passesWithTheConnection: Bool {
    [.connectionLost, .timedOut, .sessionExpired, .sessionMoved].contains(self)
  }
}
