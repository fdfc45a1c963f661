import Foundation

/// What real servers said to four-letter words.
enum WordRecording: String, CaseIterable, Sendable {
  case apache38 = "3.8"
  case apache39 = "3.9"

  /// What a member of an ensemble said, such as `srvr-leader`.
  func answer(_ file: String) throws -> String {
    try text(of: file, below: folder)
  }

  /// What a single server said that has clients, such as `srvr`.
  func answerWithClients(_ file: String) throws -> String {
    let tests = folder.deletingLastPathComponent().deletingLastPathComponent()
    return try text(of: file, below: tests.appending(path: "ServerTests/FourLetterWords"))
  }

  private var folder: URL { URL(filePath: #filePath).deletingLastPathComponent() }

  private func text(of file: String, below folder: URL) throws -> String {
    try String(
      contentsOf: folder.appending(path: "Golden/\(rawValue)/\(file).golden"), encoding: .utf8)
  }
}
