public import ZooKeeperModel

/// The state of a server as `srvr` tells it.
public struct ServerStatus: Hashable, Sendable {
  /// What part a server plays.
  public enum Mode: String, Hashable, Sendable {
    /// It is alone.
    case standalone
    /// It orders the changes of its ensemble.
    case leader
    /// It votes on changes.
    case follower
    /// It hears of changes and does not vote.
    case observer
    /// It is cut off from its ensemble, and lets clients read what it has.
    case readOnly = "read-only"
  }

  /// How long requests took, since the server started or was told to forget.
  public struct Latency: Hashable, Sendable {
    /// The quickest.
    public let minimum: Duration
    /// The mean.
    public let average: Duration
    /// The slowest.
    public let maximum: Duration
  }

  /// The version with the day on which it was built.
  public let version: String
  /// How long requests took.
  public let latency: Latency
  /// Packets that came, pings included.
  public let received: Int
  /// Packets that went out, watch events included.
  public let sent: Int
  /// Connections, whoever asked included.
  public let connections: Int
  /// Requests that wait for their answer.
  public let outstanding: Int
  /// The last change that the server knows of.
  public let zxid: Zxid
  /// What part the server plays.
  public let mode: Mode
  /// How many nodes the tree has.
  public let nodeCount: Int
}

extension ServerStatus {
  /// Reads the answer to `srvr`. Lines of other names are passed over: leaders have some, and so
  /// may versions to come.
  init(srvr answer: String) throws(UnreadableAnswer) {
    let lines = LabelledLines(answer)
    version = try lines.text("Zookeeper version")
    latency = try lines.value("Latency min/avg/max") { Latency($0) }
    received = try lines.value("Received") { Int($0) }
    sent = try lines.value("Sent") { Int($0) }
    connections = try lines.value("Connections") { Int($0) }
    outstanding = try lines.value("Outstanding") { Int($0) }
    zxid = try lines.value("Zxid") { Zxid(hexadecimal: $0) }
    mode = try lines.value("Mode") { Mode(rawValue: $0) }
    nodeCount = try lines.value("Node count") { Int($0) }
  }
}

/// Lines such as `Mode: leader`.
private struct LabelledLines {
  private var values: [Substring: Substring] = [:]

  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      // A version has colons of its own, in the time of day, but no space behind them.
      guard let colon = line.firstRange(of: ": ") else { continue }
      values[line[..<colon.lowerBound]] = line[colon.upperBound...]
    }
  }

  func text(_ label: String) throws(UnreadableAnswer) -> String {
    guard let value = values[label[...]] else {
      throw UnreadableAnswer("it has no line “\(label)”")
    }
    return String(value)
  }

  func value<Value>(
    _ label: String, as read: (String) -> Value?
  ) throws(UnreadableAnswer) -> Value {
    let text = try text(label)
    guard let value = read(text) else {
      throw UnreadableAnswer("its line “\(label)” says “\(text.prefix(100))”")
    }
    return value
  }
}

extension ServerStatus.Latency {
  /// Reads milliseconds such as `0/22.7745/444`.
  fileprivate init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, let minimum = Duration(milliseconds: parts[0]),
      let average = Duration(milliseconds: parts[1]),
      let maximum = Duration(milliseconds: parts[2])
    else { return nil }
    self.init(minimum: minimum, average: average, maximum: maximum)
  }
}

extension Duration {
  fileprivate init?(milliseconds text: Substring) {
    // Thirty thousand years are more than a server can have waited, and less than overflows.
    guard let number = Double(text), (0...1e15).contains(number) else { return nil }
    self = .milliseconds(number)
  }
}

extension Zxid {
  fileprivate init?(hexadecimal text: String) {
    guard text.hasPrefix("0x"), let bits = UInt64(text.dropFirst(2), radix: 16) else { return nil }
    self.init(rawValue: Int64(bitPattern: bits))
  }
}
