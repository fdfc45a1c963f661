public import ZooKeeperModel

/// What a client is to be like.
///
/// Only the servers must be said; everything else has a value that suits a service in a data
/// centre.
///
///     var configuration = ClientConfiguration(servers: "zk1,zk2,zk3/app")
///     configuration.credentials = [.digest(user: "app", password: password)]
public struct ClientConfiguration: Sendable {
  /// What becomes of a client whose session ended without its doing.
  public enum ExpiryRule: Hashable, Sendable {
    /// It opens another session and goes on. Ephemeral nodes and whatever else belonged to the old
    /// session is gone, and the streams of its watches say that they may have missed something.
    case renew
    /// It ends with its session: every call from then on fails.
    case end
  }

  /// What becomes of a request when as much as the limits allow is already waiting to be sent.
  public enum FullOutboxRule: Hashable, Sendable {
    /// The call waits for its turn, at most for `requestTimeout`.
    case wait
    /// The call fails with `overloaded`, and nothing was sent.
    case refuse
  }

  /// The servers, and the node that is the root for this client.
  public var servers: ServerList

  /// How long the session outlives its connection. The servers have the last word: Apache's give
  /// 2 to 20 of their ticks, which is 4 to 40 seconds or 6 to 60 where nobody set it otherwise.
  ///
  /// 30 seconds: a dead server is noticed after two thirds of it, which leaves ten seconds to find
  /// another, more than the election of a leader takes. Shorter, and pauses of a machine end
  /// sessions; longer, and others wait longer for the ephemeral nodes of a service that died.
  public var sessionTimeout: Duration = .seconds(30)

  /// How long a call waits for its answer before it fails with `timedOut`; nil for ever, even while
  /// no server is there. 30 seconds: a call survives the loss of a connection as a session does.
  public var requestTimeout: Duration? = .seconds(30)

  /// How long one address of a server may take to connect and to greet; nil for its share of the
  /// session's timeout, so that every server gets its chance before the session ends.
  public var connectTimeout: Duration?

  /// How long `close()` waits for a server to hear of it, 5 seconds. After that the session ends
  /// on the servers by its timeout.
  public var closeTimeout: Duration = .seconds(5)

  /// Whether a server that has lost its ensemble, and can only be read, is better than none. The
  /// client goes on looking for one that writes. Apache's servers serve so only with
  /// `readonlymode.enabled=true` and `localSessionsEnabled=true`.
  public var allowsReadOnly = false

  /// What happens when the session ends without our doing.
  public var onExpiry = ExpiryRule.renew

  /// Who we are, told to every server we connect to, in this order.
  public var credentials: [Credential] = []

  /// A session to go on with in place of a new one, left by another client that was detached.
  public var resume: SessionTicket?

  /// Whether the servers are tried in an order of chance, so that many clients spread over them.
  public var shufflesServers = true

  /// Whether the list of servers follows the ensemble's own, `/zookeeper/config`, as servers join
  /// and leave. The servers must then name addresses that this client can reach.
  public var followsEnsemble = false

  /// What happens when too much is waiting to be sent.
  public var whenFull = FullOutboxRule.wait

  /// What the client may use at most.
  public var limits = ClientLimits()

  /// A request that takes longer is told to `onEvent`; nil for none. Requests of `pipeline`, `walk`
  /// and `deleteTree` are not told.
  public var slowRequestThreshold: Duration?

  /// Hears of everything that happens between client and servers, one event at a time. It runs on
  /// the thread that moves the bytes: it must be quick, and never wait.
  public var onEvent: (@Sendable (ClientEvent) -> Void)?

  /// The defaults, for these servers.
  public init(servers: ServerList) {
    self.servers = servers
  }
}
