import ZooKeeperTransport

/// A program that runs beside us. It ends at the latest with the last reference to it, and with the
/// thread that started it: nothing is left behind by a test that crashes.
final class ForeignProcess: Sendable {
  private struct State {
    var isPaused = false
    var exitCode: Int?
  }

  private let id: Int32
  private let state = Lock(State())

  /// Starts a program that says everything to the end of a file.
  ///
  /// To be called on a thread that lives as long as the program shall: `setpriv`, a part of
  /// util-linux, asks the kernel to kill it together with that thread.
  init(_ commandLine: [String], output: String) throws(TestingFailure) {
    let wrapper = ["setpriv", "--pdeathsig", "KILL", "--"]
    id = try Posix.spawn(wrapper + commandLine, output: output)
  }

  deinit {
    send(.kill)
    while exitCode == nil { look(waiting: true) }
  }

  /// Or 128 and its signal's number as shells have it; nil while the process runs.
  var exitCode: Int? {
    look(waiting: false)
    return state.withLock { $0.exitCode }
  }

  /// Whether the whole process stands still.
  var isPaused: Bool {
    look(waiting: false)
    return state.withLock { $0.isPaused }
  }

  /// Does nothing once the process has ended: its number may belong to another by then.
  func send(_ signal: Posix.Signal) {
    look(waiting: false)
    state.withLock { [id] state in
      if state.exitCode != nil { return }
      if signal == .resume { state.isPaused = false }
      Posix.signal(id, signal)
    }
  }

  private func look(waiting: Bool) {
    state.withLock { [id] state in
      if state.exitCode != nil { return }
      switch Posix.news(of: id, waiting: waiting) {
      case .none: break
      case .paused: state.isPaused = true
      case .ended(let code): state.exitCode = code
      }
    }
  }
}
