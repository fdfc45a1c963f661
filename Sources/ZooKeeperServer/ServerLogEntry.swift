/// Something that whoever runs a server may want to read: one line.
public struct ServerLogEntry: Sendable, CustomStringConvertible {
  /// How much it matters.
  public enum Level: String, Sendable, CaseIterable, Comparable {
    case debug
    case info
    case warning
    case error

    /// Errors matter most.
    public static func < (left: Level, right: Level) -> Bool {
      left.rank < right.rank
    }

    private var rank: Int {
      switch self {
      case .debug: 0
      case .info: 1
      case .warning: 2
      case .error: 3
      }
    }
  }

  /// How much it matters.
  public let level: Level
  /// What there is to say, in one line.
  public let message: String

  /// Level and message.
  public var description: String { "\(level.rawValue): \(message)" }
}

/// Takes what a server has to say, on any thread; it must not block.
public typealias ServerLog = @Sendable (ServerLogEntry) -> Void
