import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct ClientConfigurationTests {
  private typealias Change = @Sendable (inout ClientConfiguration) -> Void

  @Test("the defaults are valid")
  func defaults() throws {
    try ClientConfiguration(servers: "localhost").validate()
  }

  private static let mistakes: [(String, Change)] = [
    ("sessionTimeout", { $0.sessionTimeout = .zero }),
    ("sessionTimeout", { $0.sessionTimeout = .microseconds(999) }),
    ("sessionTimeout", { $0.sessionTimeout = .milliseconds(Int64(Int32.max) + 1) }),
    ("requestTimeout", { $0.requestTimeout = .zero }),
    ("connectTimeout", { $0.connectTimeout = .seconds(-1) }),
    ("closeTimeout", { $0.closeTimeout = .seconds(-1) }),
    ("slowRequestThreshold", { $0.slowRequestThreshold = .nanoseconds(-1) }),
    ("limits.inFlightMax", { $0.limits.inFlightMax = 0 }),
    ("limits.watchEventsBufferedMax", { $0.limits.watchEventsBufferedMax = -1 }),
    ("limits.frameBytesMax", { $0.limits.frameBytesMax = 1023 }),
    ("limits.frameBytesMax", { $0.limits.frameBytesMax = Int(Int32.max) + 1 }),
    ("limits.outboxBytesMax", { $0.limits.outboxBytesMax = 0xF_FFFE }),
    (
      "credentials[1]",
      {
        $0.credentials = [
          .digest(user: "u", password: "swordfish"),
          Credential(scheme: "", secret: Secret("swordfish")),
        ]
      }
    ),
    (
      "resume",
      {
        $0.resume = SessionTicket(
          session: SessionID(rawValue: 0), password: Secret("swordfish"), timeout: .seconds(1),
          lastZxid: .zero)
      }
    ),
  ]

  @Test("what cannot be meant is refused by its name", arguments: mistakes.indices)
  func refusing(_ index: Int) {
    let (setting, change) = Self.mistakes[index]
    var configuration = ClientConfiguration(servers: "localhost")
    change(&configuration)
    let changed = configuration
    let error = #expect(throws: InvalidConfiguration.self) { try changed.validate() }
    #expect(error?.setting == setting)
    let message = error?.description ?? ""
    #expect(message.hasPrefix("invalid client configuration: \(setting) "))
    #expect(!message.contains("swordfish"))
  }

  private static let extremes: [Change] = [
    { $0.sessionTimeout = .milliseconds(1) },
    { $0.sessionTimeout = .milliseconds(Int32.max) },
    { $0.requestTimeout = nil },
    { $0.closeTimeout = .zero },
    { $0.slowRequestThreshold = .zero },
    { $0.limits.inFlightMax = 1 },
    { $0.limits.frameBytesMax = 1024 },
    { $0.limits.outboxBytesMax = $0.limits.frameBytesMax },
  ]

  @Test("what is unusual and can be meant is allowed", arguments: extremes.indices)
  func allowing(_ index: Int) throws {
    var configuration = ClientConfiguration(servers: "localhost")
    Self.extremes[index](&configuration)
    try configuration.validate()
  }

  @Test("a message says what to do")
  func message() {
    var configuration = ClientConfiguration(servers: "localhost")
    configuration.requestTimeout = .zero
    let changed = configuration
    let error = #expect(throws: InvalidConfiguration.self) { try changed.validate() }
    #expect(
      error?.description == "invalid client configuration: requestTimeout is 0.0 seconds,"
        + " so that everything would fail; leave it out or raise it")
  }

  @Test("a configuration can be printed without its secrets")
  func secrets() {
    var configuration = ClientConfiguration(servers: "localhost")
    configuration.credentials = [.digest(user: "app", password: "swordfish")]
    configuration.resume = SessionTicket(
      session: SessionID(rawValue: 7), password: Secret("swordfish"), timeout: .seconds(1),
      lastZxid: .zero)
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] {
      #expect(text.contains("•••") && !text.contains("swordfish"))
    }
  }
}
