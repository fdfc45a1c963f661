import Foundation
import PeerSupport
import StormSupport
import Synchronization
import ZooKeeperTesting

/// One contender of a storm: its process, and the proxy by which it comes to the servers.
final class StormParticipant: Sendable {
  let contender: StormContender
  let proxy: ChaosProxy
  private let program: ContenderProgram
  private let task: StormTask
  private let log: StormLog
  private let state = Mutex(State())

  private struct State {
    var process: PeerProcess?
    var isKilled = false
  }

  init(
    _ contender: StormContender, _ program: ContenderProgram, _ task: StormTask,
    proxy: ChaosProxy, log: StormLog
  ) {
    self.contender = contender
    self.program = program
    self.task = task
    self.proxy = proxy
    self.log = log
  }

  /// The process belongs to the thread that listens to it, and is killed with it: also one that
  /// stands still ends with us.
  func start() throws {
    let command =
      ["setpriv", "--pdeathsig", "KILL", "--"] + program.commandLine + task.arguments
    log.began(contender)
    state.withLock { $0.isKilled = false }
    let started = Guarded<Result<PeerProcess, any Error>?>(nil)
    Thread.detachNewThread { [self] in
      let result = Result { try PeerProcess(command) }
      started.withLock { $0 = result }
      guard case .success(let process) = result else { return }
      log.ended(contender, Result { try listen(to: process) })
    }
    guard started.wait(atMost: .seconds(60), until: { $0 != nil }) else {
      throw PeerFailure.broken("\(contender.name) does not start", output: "")
    }
    let process = try started.withLock { $0 }?.get()
    state.withLock { $0.process = process }
  }

  private func listen(to process: PeerProcess) throws {
    while let line = try process.readLine(atMost: .seconds(600)) {
      log.note(line, of: contender)
    }
    if state.withLock({ !$0.isKilled }) { try process.finish() }
  }

  private var process: PeerProcess? { state.withLock { $0.process } }

  func send(_ order: String) { process?.send(order) }

  func kill() {
    state.withLock { $0.isKilled = true }
    process?.kill()
  }

  var isPaused: Bool { process?.isPaused ?? false }

  func resume() { process?.resume() }

  /// How it went so far.
  var figures: StormFigures { log.checker.figures(of: contender) }

  /// Nil as long as its process runs. It may be killed, and fail in no other way.
  var ending: Result<Void, any Error>? { log.ending(of: contender) }
}
