/// Why a server cannot start, or cannot go on.
public struct ServerFailure: Error, Sendable, CustomStringConvertible {
  /// What it is about, and with it what the operator has to look at.
  public enum Kind: Hashable, Sendable {
    /// A setting makes no sense.
    case configuration
    /// The files cannot be read.
    case dataDirectory
    /// The files belong to a member of an ensemble, which nobody should fork by accident.
    case memberData
    /// The address cannot be listened at, or the system has no threads or descriptors left.
    case system
    /// A transaction could not be made durable. Nobody was told that it is.
    case transactionLog
    /// A snapshot could not be written. Everything acknowledged is in the log.
    case snapshot
  }

  /// What it is about.
  public let kind: Kind
  /// What happened, where, and what to do.
  public let description: String

  /// Whether the server has told its log already.
  let isLogged: Bool

  init(_ kind: Kind, _ description: String, isLogged: Bool = false) {
    self.kind = kind
    self.description = description
    self.isLogged = isLogged
  }
}
