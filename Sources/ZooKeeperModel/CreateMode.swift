/// What kind of node a create makes.
public enum CreateMode: Hashable, Sendable {
  /// Stays until somebody deletes it.
  case persistent
  /// Stays until somebody deletes it; the server appends a number that only grows.
  case persistentSequential
  /// Goes with the session that created it.
  case ephemeral
  /// Goes with the session that created it; the server appends a number that only grows.
  case ephemeralSequential
  /// Goes some time after its last child was deleted.
  case container
  /// Goes when it had no change and no children for that long.
  case timeToLive(TimeToLive)
  /// Goes when it had no change and no children for that long; the server appends a number.
  case timeToLiveSequential(TimeToLive)

  /// Whether the server appends a number to the name.
  public var isSequential: Bool {
    flags.isSequential
  }

  /// The number that travels in a create request.
  package var flags: CreateFlags {
    switch self {
    case .persistent: .persistent
    case .ephemeral: .ephemeral
    case .persistentSequential: .persistentSequential
    case .ephemeralSequential: .ephemeralSequential
    case .container: .container
    case .timeToLive: .timeToLive
    case .timeToLiveSequential: .timeToLiveSequential
    }
  }
}

/// How long a node without children may go unchanged before the server deletes it.
public struct TimeToLive: Hashable, Sendable {
  /// The span in milliseconds.
  public let milliseconds: Int64

  /// Fails unless there are 1 to `Limits.timeToLiveMillisecondsMax` milliseconds.
  public init?(milliseconds: Int64) {
    guard (1...Limits.timeToLiveMillisecondsMax).contains(milliseconds) else { return nil }
    self.milliseconds = milliseconds
  }
}

/// The kind of node in a create request, as it travels: a peer may send any number.
package struct CreateFlags: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  package static var persistent: CreateFlags { CreateFlags(rawValue: 0) }
  package static var ephemeral: CreateFlags { CreateFlags(rawValue: 1) }
  package static var persistentSequential: CreateFlags { CreateFlags(rawValue: 2) }
  package static var ephemeralSequential: CreateFlags { CreateFlags(rawValue: 3) }
  package static var container: CreateFlags { CreateFlags(rawValue: 4) }
  package static var timeToLive: CreateFlags { CreateFlags(rawValue: 5) }
  package static var timeToLiveSequential: CreateFlags { CreateFlags(rawValue: 6) }

  /// Whether it is one of these: a peer may send any number.
  package var isKnown: Bool {
    (CreateFlags.persistent.rawValue...CreateFlags.timeToLiveSequential.rawValue)
      .contains(rawValue)
  }

  package var isSequential: Bool {
    self == .persistentSequential || self == .ephemeralSequential || self == .timeToLiveSequential
  }

  package var isEphemeral: Bool {
    self == .ephemeral || self == .ephemeralSequential
  }

  package var hasTimeToLive: Bool {
    self == .timeToLive || self == .timeToLiveSequential
  }
}
