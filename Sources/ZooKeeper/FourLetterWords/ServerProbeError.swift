public import ZooKeeperModel

/// Why a server did not answer a four-letter word.
public struct ServerProbeError: Error, Hashable, Sendable {
  /// What went wrong.
  public enum Reason: Hashable, Sendable {
    /// The host's name leads to no address; the text is the resolver's.
    case hostNotFound(String)
    /// The machine is there, and nobody listens at the port.
    case refused
    /// No address of the host can be connected to; the text says for each why.
    case unreachable(String)
    /// The time was over before the answer was complete.
    case timedOut(Stage)
    /// The server closed the connection without a word. So it treats words that it does not know,
    /// and everybody when it has too many connections.
    case closedWithoutAnswer
    /// The connection broke in the middle of the answer; the text is the system's.
    case broken(String)
    /// The answer is longer than this number of bytes.
    case answerTooLong(limit: Int)
    /// The server is set up not to answer this word.
    case notAllowed
    /// The server runs and serves no clients, mostly because it has no quorum.
    case notServing
    /// The answer is not of the form that this word has; the text says what is wrong with it.
    case unreadable(String)
    /// The task that asked was cancelled.
    case cancelled
    /// This process cannot ask anybody; the text says why.
    case unavailable(String)
  }

  /// How far asking had come.
  public enum Stage: Hashable, Sendable {
    /// The host's name was looked up.
    case resolving
    /// The server was asked for a connection.
    case connecting
    /// The word was said.
    case answering
  }

  /// What was asked.
  public let word: FourLetterWord
  /// Who was asked.
  public let server: ServerAddress
  /// What went wrong.
  public let reason: Reason

  init(_ reason: Reason, word: FourLetterWord, server: ServerAddress) {
    self.reason = reason
    self.word = word
    self.server = server
  }
}

extension ServerProbeError: CustomStringConvertible {
  /// What was asked of whom, what went wrong, and what to look at.
  public var description: String {
    "\(server) did not answer \(word): \(explanation)"
  }

  private var explanation: String {
    switch reason {
    case .hostNotFound(let why): "the host cannot be found (\(why))"
    case .refused: "nobody listens at that port; is the server running, and is this its port?"
    case .unreachable(let why): "it cannot be reached (\(why))"
    case .timedOut(.resolving): "looking up the host took too long"
    case .timedOut(.connecting): "connecting took too long; is a firewall in between?"
    case .timedOut(.answering):
      "it was connected and did not finish in time; is this the port for plain clients?"
    case .closedWithoutAnswer:
      "it closed the connection without a word; it does not know \(word), or has too many clients"
    case .broken(let why): "the connection broke in the middle of the answer (\(why))"
    case .answerTooLong(let limit): "the answer is longer than \(limit) bytes"
    case .notAllowed:
      "the word is not in its whitelist; add it to 4lw.commands.whitelist in the server's settings"
    case .notServing: "it runs and serves no clients; has the ensemble a quorum?"
    case .unreadable(let why): "what it said cannot be understood: \(why)"
    case .cancelled: "asking was cancelled"
    case .unavailable(let why): "this process cannot ask (\(why))"
    }
  }
}
