import Foundation
import Glibc
import PeerSupport

/// `zkcli` at a terminal of its own, and somebody who types and reads.
final class TerminalSession: Sendable {
  private let terminal: Int32
  private let processID: Int32
  private let directory: ScratchDirectory
  private let unread = Guarded("")
  private let status = Guarded<Int?>(nil)

  /// - Parameter home: the user's directory; the program has no other than this one.
  init(_ arguments: [String], home directory: ScratchDirectory? = nil) throws {
    self.directory = try directory ?? ScratchDirectory("zookeeper-terminal")
    var (terminal, programSide): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    var name = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard openpty(&terminal, &programSide, nil, nil, &size) == 0,
      ttyname_r(programSide, &name, name.count) == 0
    else { throw PeerFailure.broken("there is no terminal", output: "") }
    for descriptor in [terminal, programSide] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    defer { close(programSide) }
    self.terminal = terminal
    let environment = ["HOME=\(self.directory.path)", "TERM=xterm", "LANG=C.UTF-8"]
    processID = try Self.spawn(
      [try ShellExecutable.path()] + arguments, environment, at: name)
  }

  deinit {
    if exitCode == nil { kill(processID, SIGKILL) }
    _ = poll(atMost: .seconds(5)) { exitCode != nil }
    close(terminal)
  }

  /// POSIX_SPAWN_SETSID, which Swift's Glibc leaves out.
  private static let inNewSession: Int16 = 0x80

  /// The first terminal that the leader of a new session opens is its own, so that Ctrl-C there is
  /// a signal to it.
  private static func spawn(
    _ arguments: [String], _ environment: [String], at terminal: [CChar]
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Self.inNewSession)
    let words = (arguments.map { strdup($0) }, environment.map { strdup($0) })
    defer { (words.0 + words.1).forEach { free($0) } }
    var processID: pid_t = 0
    let code = posix_spawn(
      &processID, arguments[0], &actions, &attributes, words.0 + [nil], words.1 + [nil])
    guard code == 0 else {
      throw PeerFailure.broken(String(cString: strerror(code)), output: "")
    }
    return processID
  }
}

extension TerminalSession {
  /// Types keys; a line ends with `\r`.
  func type(_ keys: String) {
    _ = keys.withCString { write(terminal, $0, strlen($0)) }
  }

  /// Reads until the screen has shown a text, and returns what it showed up to its end.
  @discardableResult
  func see(_ text: String) throws -> String {
    let seen = try poll(atMost: .seconds(60)) {
      if unread.withLock({ $0.contains(text) }) { return true }
      try readMore()
      return false
    }
    return try unread.withLock { unread in
      guard seen, let range = unread.range(of: text) else {
        throw PeerFailure.broken("the screen does not show \(text)", output: unread)
      }
      defer { unread = String(unread[range.upperBound...]) }
      return String(unread[..<range.upperBound])
    }
  }

  private func readMore() throws {
    var readable = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&readable, 1, 100) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(terminal, &bytes, bytes.count)
    guard count > 0 else {
      let code = waitForExit().map { "\($0)" } ?? "no exit code"
      throw PeerFailure.broken(
        "zkcli has left the terminal, with \(code)", output: unread.withLock { $0 })
    }
    unread.withLock { $0 += String(decoding: bytes.prefix(count), as: UTF8.self) }
  }

  /// Waits until the terminal turns Ctrl-C into a signal: until no line is being edited.
  func waitUntilCommandRuns() -> Bool {
    poll(atMost: .seconds(60)) {
      var settings = termios()
      tcgetattr(terminal, &settings)
      return settings.c_lflag & UInt32(ISIG) != 0
    }
  }

  /// Waits for the end of the program; nil if it goes on.
  func waitForExit() -> Int? {
    _ = poll(atMost: .seconds(60)) { exitCode != nil }
    return exitCode
  }

  private var exitCode: Int? {
    status.withLock { status in
      var raw: Int32 = 0
      if status == nil, waitpid(processID, &raw, WNOHANG) == processID {
        status = raw & 0x7F == 0 ? Int(raw >> 8 & 0xFF) : 128 + Int(raw & 0x7F)
      }
      return status
    }
  }
}
