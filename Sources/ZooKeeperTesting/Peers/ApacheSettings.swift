/// How a member of an ensemble is set up. Its ports and its place are given.
public struct ApacheSettings: Sendable {
  /// The number that members know it by, from 1 on.
  public let id: Int

  /// Whether it follows without a vote.
  public let isObserver: Bool

  /// The lines of `zoo.cfg`. To begin with, sessions may be short, four-letter words are allowed,
  /// connections are not counted, and a follower that is not heard of for four seconds is left.
  ///
  /// A key that is not Apache's own becomes the Java property `zookeeper.KEY`.
  public var entries: [String: String]

  /// Java's system properties, for what `zoo.cfg` cannot say, such as `readonlymode.enabled`.
  public var properties: [String: String] = [:]

  init(id: Int, isObserver: Bool, port: UInt16, dataDirectory: String) {
    self.id = id
    self.isObserver = isObserver
    entries = [
      "dataDir": dataDirectory, "clientPort": "\(port)", "clientPortAddress": "127.0.0.1",
      "tickTime": "250", "initLimit": "80", "syncLimit": "16", "minSessionTimeout": "500",
      "maxSessionTimeout": "60000", "maxClientCnxns": "0", "4lw.commands.whitelist": "*",
      "admin.enableServer": "false",
      // A process that is killed leaves what it wrote to the system, which does not die with it.
      "forceSync": "no",
    ]
    if isObserver { entries["peerType"] = "observer" }
  }

  func text(ensemble: [String]) -> String {
    let lines = entries.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return (lines + ensemble).map { "\($0)\n" }.joined()
  }
}
