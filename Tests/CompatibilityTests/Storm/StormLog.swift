import Foundation
import StormSupport
import Synchronization

/// What contenders have said so far, and what is to be thought of it.
final class StormLog: Sendable {
  private struct State {
    var checker: StormChecker
    var lines: [String] = []
    var endings: [StormContender: Result<Void, any Error>] = [:]
  }

  private let state: Mutex<State>

  init(permits: Int) {
    state = Mutex(State(checker: StormChecker(permits: permits)))
  }

  func note(_ line: String, of contender: StormContender) {
    state.withLock { state in
      state.lines.append("\(contender.name) \(line)")
      guard let event = StormEvent(line: line) else { return }
      state.checker.note(event, of: contender)
    }
  }

  /// Something was done to somebody.
  func remark(_ deed: String) {
    state.withLock { $0.lines.append("storm \(StormClock.now) \(deed)") }
  }

  /// A contender's process has ended, in good order or not.
  func ended(_ contender: StormContender, _ ending: Result<Void, any Error>) {
    state.withLock { state in
      state.checker.ended(contender)
      state.endings[contender] = ending
    }
  }

  /// A contender's process was started, maybe again.
  func began(_ contender: StormContender) {
    state.withLock { $0.endings[contender] = nil }
  }

  func ending(of contender: StormContender) -> Result<Void, any Error>? {
    state.withLock { $0.endings[contender] }
  }

  var checker: StormChecker { state.withLock { $0.checker } }

  /// Writes everything that was said to a file, for whoever looks into what went wrong. Returns
  /// words about that.
  func keep(seed: UInt64) -> String {
    let file = NSTemporaryDirectory() + "storm-\(seed).log"
    let lines = state.withLock { $0.lines }
    do {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
    } catch {
      return "what was said is lost: \(error)"
    }
    return "what was said is in \(file)"
  }
}
