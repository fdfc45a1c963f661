/// What administrators and their scripts say instead of a frame, to be answered with a text.
///
/// A word comes where the length of the first frame is expected: four letters, read as a number,
/// are a length that no frame has. They are words before the handshake only.
enum FourLetterWord: String, CaseIterable, Sendable {
  /// Settings.
  case conf
  /// Every connection with all that is known of it.
  case cons
  /// Forgets what was counted for each connection.
  case crst
  /// What the data takes up on disk.
  case dirs
  /// Who expires when, and whose ephemeral nodes go with it.
  case dump
  /// What surrounds the process.
  case envi
  /// The number that `stmk` has set.
  case gtmk
  /// Digests of the tree as it was.
  case hash
  /// Whether clients may write.
  case isro
  /// Figures for monitoring, a line for each.
  case mntr
  /// Whether anybody is there.
  case ruok
  /// Forgets what was counted for the server.
  case srst
  /// The state of the server in a few lines.
  case srvr
  /// As `srvr`, with the connections.
  case stat
  /// Sets which parts of Apache's server write a trace; eight more bytes come with it.
  case stmk
  /// Watches of each session.
  case wchc
  /// Watches on each path.
  case wchp
  /// How many watches there are.
  case wchs
  /// What a telnet client sends when its user interrupts it.
  case telnetClose = "telnet close"

  /// The word that arrives where a length is expected; nil if that is no word.
  init?(lengthBytes: UInt32) {
    guard let word = FourLetterWord.allCases.first(where: { $0.lengthBytes == lengthBytes }) else {
      return nil
    }
    self = word
  }

  /// The word as it looks to whoever expects a length.
  var lengthBytes: UInt32 {
    // Interrupt process, timing mark: the bytes that telnet sends for ^C.
    if self == .telnetClose { return 0xFFF4_FFFD }
    return rawValue.utf8.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// How many bytes come behind the word and belong to it.
  var argumentBytes: Int {
    self == .stmk ? 8 : 0
  }
}
