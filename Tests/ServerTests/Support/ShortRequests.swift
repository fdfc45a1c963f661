import ZooKeeperModel

// The requests that these tests send most, without what they do not care about.

extension Request {
  static func create(_ path: String, _ flags: CreateFlags = .persistent) -> Request {
    .create(
      CreateRequest(path: path, data: [1], acl: AccessControl.open.entries, flags: flags))
  }

  static func set(_ path: String, _ data: [UInt8]? = [2]) -> Request {
    .setData(SetDataRequest(path: path, data: data, version: Version(rawValue: -1)))
  }

  static func get(_ path: String, watch: Bool = false) -> Request {
    .getData(ReadRequest(path: path, watch: watch))
  }

  static func exists(_ path: String, watch: Bool = false) -> Request {
    .exists(ReadRequest(path: path, watch: watch))
  }

  static func children(_ path: String) -> Request {
    .getChildren(ReadRequest(path: path, watch: false))
  }

  static func watch(_ path: String, _ mode: AddWatchMode) -> Request {
    .addWatch(AddWatchRequest(path: path, mode: mode))
  }

  static func login(_ credential: String) -> Request {
    .auth(AuthRequest(scheme: "digest", credential: Secret(credential)))
  }
}

extension ConnectRequest {
  /// Of a client without a session.
  static func new(
    timeoutMilliseconds: Int32 = 30_000, lastZxidSeen: Zxid = .zero, readOnly: Bool? = false
  ) -> ConnectRequest {
    ConnectRequest(
      lastZxidSeen: lastZxidSeen, timeoutMilliseconds: timeoutMilliseconds, sessionID: .none,
      password: Secret([UInt8](repeating: 0, count: 16)), readOnly: readOnly)
  }

  /// Of a client that has a session, or says so.
  static func resuming(
    _ session: SessionID, password: Secret?, readOnly: Bool? = false
  ) -> ConnectRequest {
    ConnectRequest(
      lastZxidSeen: .zero, timeoutMilliseconds: 30_000, sessionID: session, password: password,
      readOnly: readOnly)
  }
}
