import Testing
import ZooKeeperServer

/// Our reading of zoo.cfg against that of Apache's server.
@Suite struct ConfigurationVerdictTests {
  /// What came of a file.
  struct Effect: Equatable {
    var address: String?
    var port: UInt16 = 2181
    var directory = "/data"
    var logDirectory: String?
    var tick = 3_000
    var timeouts = 6_000...60_000
    var perAddressMax = 60
    var backlog: Int?
    var retained = 3
    var purgeIntervalHours = 0
  }

  static let base = "dataDir=/data\nclientPort=2181\n"

  /// Lines behind the two of `base`, and what `QuorumPeerConfig` of Apache 3.9.3 said of them.
  ///
  /// A backlog that is not positive is the system's choice in Java, a number of connections that
  /// is not positive no limit, and an interval that is not positive no purge.
  static let accepted: [(lines: String, effect: Effect)] = [
    ("", Effect()),
    ("clientPort=0", Effect(port: 0)),
    ("clientPort=+2182", Effect(port: 2182)),
    ("clientPort=02182", Effect(port: 2182)),
    ("  clientPort =\t2182 ", Effect(port: 2182)),
    ("clientPort=abc\nclientPort=2182", Effect(port: 2182)),
    ("client\\Port=2182", Effect(port: 2182)),
    ("clientPortAddress=127.0.0.1", Effect(address: "127.0.0.1")),
    ("clientPortAddress=::1", Effect(address: "::1")),
    ("clientPortAddress=[::1]", Effect(address: "::1")),
    ("dataDir=./data", Effect(directory: "./data")),
    ("dataDir=data", Effect(directory: "data")),
    ("dataDir=~/data", Effect(directory: "~/data")),
    ("dataDir=/tmp//x/", Effect(directory: "/tmp/x")),
    ("dataDir=/tmp/\\\n   x", Effect(directory: "/tmp/x")),
    ("dataDir=/a\\\\d\\ x", Effect(directory: "/a\\d x")),
    ("dataLogDir=/tmp/l", Effect(logDirectory: "/tmp/l")),
    ("tickTime=1", Effect(tick: 1, timeouts: 2...20)),
    ("tickTime=5\ntickTime=7", Effect(tick: 7, timeouts: 14...140)),
    ("tickTime=7\\ ", Effect(tick: 7, timeouts: 14...140)),
    ("\\ tickTime\\ =7", Effect(tick: 7, timeouts: 14...140)),
    ("ticktime=5", Effect()),
    ("minSessionTimeout=100", Effect(timeouts: 100...60_000)),
    ("minSessionTimeout=100\nmaxSessionTimeout=200", Effect(timeouts: 100...200)),
    ("minSessionTimeout=300\nmaxSessionTimeout=300", Effect(timeouts: 300...300)),
    ("minSessionTimeout=-1", Effect()),
    ("maxClientCnxns=0", Effect(perAddressMax: 0)),
    ("maxClientCnxns=-1", Effect(perAddressMax: 0)),
    ("clientPortListenBacklog=100", Effect(backlog: 100)),
    ("clientPortListenBacklog=0", Effect()),
    ("clientPortListenBacklog=-7", Effect()),
    ("autopurge.snapRetainCount=2", Effect(retained: 3)),
    ("autopurge.snapRetainCount=10", Effect(retained: 10)),
    ("autopurge.purgeInterval=24", Effect(purgeIntervalHours: 24)),
    ("autopurge.purgeInterval=-1", Effect()),
    ("server.1=localhost:2888:3888", Effect()),
    ("server.1=localhost:2888:3888\nserver.1=localhost:2889:3889", Effect()),
    ("peerType=observer", Effect()),
  ]

  /// Lines that `QuorumPeerConfig` of Apache 3.9.3 refuses, or that name more than one server.
  static let refused = [
    "clientPort=-1", "clientPort=65536", "clientPort=abc", "clientPort=", "clientPort=0x10",
    "clientPort=2181 # c", "dataDir=", "dataLogDir=", "tickTime=0", "tickTime=-5",
    "tickTime=2147483648", "tickTime=2.5", "tickTime=2_000", "minSessionTimeout=100000",
    "maxSessionTimeout=100", "minSessionTimeout=300\nmaxSessionTimeout=200", "foo=\\u12",
    "standaloneEnabled=no", "standaloneEnabled=false", "dynamicConfigFile=/nonexistent",
    "server.1=localhost:2888:3888\nserver.2=localhost:2889:3889",
    "server.1=localhost:2888:3888\nserver.2=localhost:2889:3889:observer",
  ]

  @Test("what Apache accepts has the same effect", arguments: accepted)
  func acceptance(lines: String, effect: Effect) throws {
    let options = try ServerCommand.reading(Self.base + lines).options
    #expect(Effect(options.configuration) == effect)
  }

  @Test("what Apache refuses is refused", arguments: refused)
  func refusal(lines: String) {
    #expect(ServerCommand.reading(Self.base + lines).refusal != nil)
  }

  // Apache's server refuses the first and the third, and with the second it serves nobody.
  @Test(
    "directory and port must be there",
    arguments: [
      ("clientPort=1", "zoo.cfg: dataDir is not set; "),
      ("dataDir=/data", "zoo.cfg: clientPort is not set; "),
      (
        "dataDir=/data\nclientPortAddress=::1",
        "zoo.cfg: clientPortAddress is set but clientPort is not set; "
      ),
    ])
  func missing(text: String, message: String) {
    #expect(ServerCommand.reading(text).refusal?.hasPrefix(message) ?? false)
  }

  // Apache takes these, and then cannot keep a session, or does not say what it listens at.
  @Test(
    "numbers and addresses that cannot be meant are refused",
    arguments: [
      "minSessionTimeout=-5", "maxSessionTimeout=0\nminSessionTimeout=0", "clientPortAddress=",
      "tickTime=-5\nminSessionTimeout=1\nmaxSessionTimeout=2",
    ])
  func stricter(lines: String) {
    #expect(ServerCommand.reading(Self.base + lines).refusal != nil)
  }

  // Twenty of these ticks overflow Java's int, which Apache complains of in other words.
  @Test("the longest timeout is what the protocol can say")
  func longTicks() throws {
    let text = Self.base + "tickTime=200000000"
    let configuration = try ServerCommand.reading(text).options.configuration
    #expect(configuration.sessionTimeoutsInForce == 400_000_000...Int(Int32.max))
  }
}

extension ConfigurationVerdictTests.Effect {
  init(_ configuration: ServerConfiguration) {
    self.init()
    address = configuration.address
    port = configuration.port
    if case .directory(let data, let log) = configuration.storage {
      directory = data
      logDirectory = log
    }
    tick = configuration.tickMilliseconds
    timeouts = configuration.sessionTimeoutsInForce
    perAddressMax = configuration.connections.perAddressMax
    backlog = configuration.connections.backlog
    retained = configuration.snapshots.retained
    purgeIntervalHours = configuration.snapshots.purgeIntervalHours
  }
}
