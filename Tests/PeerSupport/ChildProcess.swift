import Glibc

/// A program that runs beside us: started with exactly the descriptors it is given, and reaped.
package final class ChildProcess: Sendable {
  package let processID: Int32
  private let status = Guarded<Int32?>(nil)
  private static let spawning = Guarded(())

  /// Descriptors that are not given are /dev/null. They stay the caller's to close.
  package init(
    _ arguments: [String], environment added: [String: String] = [:],
    standardInput: Int32? = nil, standardOutput: Int32? = nil, standardError: Int32? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, source) in [standardInput, standardOutput, standardError].enumerated() {
      if let source {
        posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
      } else {
        posix_spawn_file_actions_addopen(&actions, Int32(target), "/dev/null", O_RDWR, 0)
      }
    }
    var processID: pid_t = 0
    let program = arguments.first ?? ""
    let code = Self.withoutSpawning {
      withCStrings(arguments) { arguments in
        withCStrings(Self.environment(with: added)) { environment in
          posix_spawnp(&processID, program, &actions, nil, arguments, environment)
        }
      }
    }
    guard code == 0 else {
      throw PeerFailure.broken("\(program): \(String(cString: strerror(code)))", output: "")
    }
    self.processID = processID
  }

  deinit {
    stop()
  }

  /// The exit code, or 128 + signal as shells have it; nil while the process runs.
  package var exitCode: Int? {
    status.withLock { status in
      if status == nil {
        var raw: Int32 = 0
        if waitpid(processID, &raw, WNOHANG) == processID { status = raw }
      }
      return status.map { raw in
        raw & 0x7F == 0 ? Int(raw >> 8 & 0xFF) : 128 + Int(raw & 0x7F)
      }
    }
  }

  package func waitForExit(atMost limit: Duration) -> Int? {
    _ = poll(atMost: limit) { exitCode != nil }
    return exitCode
  }

  /// Asks the process to end, and insists after a while.
  package func stop() {
    signal(SIGTERM)
    guard waitForExit(atMost: .seconds(5)) == nil else { return }
    kill()
  }

  /// Ends the process as a power cut would.
  package func kill() {
    signal(SIGKILL)
    _ = waitForExit(atMost: .seconds(5))
  }

  /// Whether the process stands still. To look changes nothing.
  package var isPaused: Bool {
    var news = siginfo_t()
    let options = WSTOPPED | WNOHANG | WNOWAIT
    guard exitCode == nil, waitid(P_PID, id_t(processID), &news, options) == 0 else { return false }
    return news.si_code == CLD_STOPPED
  }

  /// Does nothing once the process was reaped: its number may belong to another by then.
  package func signal(_ number: Int32) {
    guard exitCode == nil else { return }
    Glibc.kill(processID, number)
  }

  /// Keeps a new descriptor from slipping into a child before it is marked as ours: a child that
  /// holds the writing end of another's pipe would keep its reader waiting.
  static func withoutSpawning<Result>(_ body: () -> Result) -> Result {
    spawning.withLock { _ in body() }
  }

  private static func environment(with added: [String: String]) -> [String] {
    var variables: [String] = []
    var next = environ
    while let entry = next.pointee {
      let variable = String(cString: entry)
      let name = String(variable.prefix { $0 != "=" })
      if added[name] == nil { variables.append(variable) }
      next += 1
    }
    return variables + added.map { "\($0.key)=\($0.value)" }
  }
}

/// Lends an array of C strings that ends in nil, as `exec` and its family want it.
private func withCStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = strings.map { strdup($0) }
  defer { pointers.forEach { free($0) } }
  return body(pointers + [nil])
}
