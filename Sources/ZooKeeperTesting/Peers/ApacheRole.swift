/// What a server does in its ensemble, by its own word.
public enum ApacheRole: String, Hashable, Sendable {
  /// It decides, and the others follow.
  case leader
  /// It has a vote.
  case follower
  /// It follows without a vote.
  case observer
  /// It is alone by design.
  case standalone
  /// It is alone because it lost the others, and answers what changes nothing.
  case readOnly = "read-only"

  /// Reads the answer to `srvr`; nil when the server does not serve.
  init?(srvr: String) {
    let prefix = "Mode: "
    guard let line = srvr.split(separator: "\n").first(where: { $0.hasPrefix(prefix) }) else {
      return nil
    }
    self.init(rawValue: String(line.dropFirst(prefix.count)))
  }
}
