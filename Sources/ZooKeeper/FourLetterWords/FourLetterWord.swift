/// What administrators and their scripts say to a server to hear how it is.
///
/// A server answers the words that its setting `4lw.commands.whitelist` allows: by itself only
/// `srvr`. Some words are known since a certain version; any other word can be made of its letters.
public struct FourLetterWord: Hashable, Sendable {
  /// The word as it travels.
  public let letters: String

  /// Takes four ASCII letters; nil if the text is anything else.
  ///
  /// `stmk` gets no answer, because eight more bytes belong behind it.
  public init?(_ letters: String) {
    // With another character in front, a server would take the word for the length of a request
    // and wait for that.
    guard letters.utf8.count == 4, letters.utf8.allSatisfy(\.isLetter) else { return nil }
    self.letters = letters
  }

  private init(known letters: String) {
    self.letters = letters
  }
}

extension FourLetterWord {
  /// Settings.
  public static let conf = FourLetterWord(known: "conf")
  /// Every connection with all that is known of it.
  public static let cons = FourLetterWord(known: "cons")
  /// Forgets what was counted for each connection.
  public static let crst = FourLetterWord(known: "crst")
  /// What the data takes up on disk.
  public static let dirs = FourLetterWord(known: "dirs")
  /// Which sessions expire when, and whose ephemeral nodes go with them.
  public static let dump = FourLetterWord(known: "dump")
  /// What surrounds the server's process.
  public static let envi = FourLetterWord(known: "envi")
  /// Which parts of the server write a trace, as a number.
  public static let gtmk = FourLetterWord(known: "gtmk")
  /// Digests of the tree as it was; nothing as long as none was noted.
  public static let hash = FourLetterWord(known: "hash")
  /// Whether clients may write: see `ServerProbe.access`.
  public static let isro = FourLetterWord(known: "isro")
  /// Figures for monitoring: see `ServerProbe.figures`.
  public static let mntr = FourLetterWord(known: "mntr")
  /// Whether anybody is there: see `ServerProbe.checkAlive`.
  public static let ruok = FourLetterWord(known: "ruok")
  /// Forgets what was counted for the server.
  public static let srst = FourLetterWord(known: "srst")
  /// The state of the server in a few lines: see `ServerProbe.status`.
  public static let srvr = FourLetterWord(known: "srvr")
  /// As `srvr`, with the connections.
  public static let stat = FourLetterWord(known: "stat")
  /// Watches of each session. Long, and slow for the server, where there are many.
  public static let wchc = FourLetterWord(known: "wchc")
  /// Watches on each path. Long, and slow for the server, where there are many.
  public static let wchp = FourLetterWord(known: "wchp")
  /// How many watches there are.
  public static let wchs = FourLetterWord(known: "wchs")
}

extension FourLetterWord: CustomStringConvertible {
  /// The letters.
  public var description: String { letters }
}

/// What servers say instead of an answer.
extension FourLetterWord {
  /// Why a text is no answer to this word; nil if it is one.
  func refusal(in answer: String) -> ServerProbeError.Reason? {
    if answer.isEmpty { return self == .hash ? nil : .closedWithoutAnswer }
    if answer.isLine("\(letters) is not executed because it is not in the whitelist.") {
      return .notAllowed
    }
    if answer.isLine("This ZooKeeper instance is not currently serving requests") {
      return .notServing
    }
    return nil
  }
}

extension String {
  /// However the server's system ends a line.
  fileprivate func isLine(_ line: String) -> Bool {
    hasPrefix(line) && dropFirst(line.count).allSatisfy(\.isNewline)
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
