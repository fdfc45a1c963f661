/// The settings of one server, with Apache's defaults.
///
/// Only where to store has no default. The properties say which key of zoo.cfg they are.
///
/// ```swift
/// var configuration = ServerConfiguration(port: 0, storage: .inMemory)
/// configuration.fourLetterWords = .all
/// ```
public struct ServerConfiguration: Hashable, Sendable {
  /// Where a server keeps its tree.
  public enum Storage: Hashable, Sendable {
    /// Nowhere: with the server its tree goes.
    case inMemory
    /// In Apache's files. Logs that have a disk of their own (`dataLogDir`) are written faster.
    case directory(String, logDirectory: String? = nil)
  }

  /// The address to listen at, as numbers or as a name (`clientPortAddress`); nil for all.
  public var address: String?
  /// The port to listen at (`clientPort`); with 0 the system chooses one.
  public var port: UInt16
  /// Where the tree is kept (`dataDir`, `dataLogDir`).
  public var storage: Storage
  /// Whether directories that are missing are made (`datadir.autocreate`).
  public var createsDirectories = true
  /// Whether data of an ensemble's member is served alone, which forks the ensemble.
  public var servesMemberAlone = false

  /// The step in which sessions expire (`tickTime`).
  public var tickMilliseconds: Int = 3_000
  /// What sessions may ask for (`minSessionTimeout`, `maxSessionTimeout`); nil for 2 to 20 ticks.
  public var sessionTimeouts: ClosedRange<Int>?
  /// The first byte of session ids.
  public var serverNumber: UInt8 = 1

  /// What connections may do.
  public var connections = Connections()
  /// How clients prove who they are.
  public var authentication = Authentication()
  /// What the tree may hold.
  public var tree = Tree()
  /// How long containers and nodes with a time to live stay.
  public var reaping = Reaping()
  /// How transactions are logged.
  public var log = Log()
  /// When the state is written down as a whole, and how.
  public var snapshots = Snapshots()
  /// Which four-letter words are answered (`4lw.commands.whitelist`).
  public var fourLetterWords: AllowedWords = .only(["srvr"])

  /// Takes what has no default; port 2181 is where clients look.
  public init(address: String? = nil, port: UInt16 = 2181, storage: Storage) {
    self.address = address
    self.port = port
    self.storage = storage
  }

  /// What sessions may ask for, in milliseconds; no more than the protocol can say.
  package var sessionTimeoutsInForce: ClosedRange<Int> {
    let timeouts = sessionTimeouts ?? 2 * tickMilliseconds...20 * tickMilliseconds
    return timeouts.clamped(to: 1...Int(Int32.max))
  }
}

extension ServerConfiguration {
  /// The four-letter words that a server answers.
  public enum AllowedWords: Hashable, Sendable {
    /// Every word that it knows.
    case all
    /// These, such as `srvr` and `mntr`.
    case only(Set<String>)

    package func contains(_ word: String) -> Bool {
      switch self {
      case .all: true
      case .only(let words): words.contains(word)
      }
    }
  }
}
