import PeerSupport

/// The frames since the last step, and whether more are to come.
final class FrameLog: Sendable {
  private struct State: Sendable {
    var frames: [RecordingProxy.Frame] = []
    /// Requests less replies, for every connection that is open.
    var unanswered: [Int: Int] = [:]
  }

  private let state = Guarded(State())

  func add(_ report: RecordingProxy.Report) {
    state.withLock { state in
      switch report {
      case .closed(let connection):
        state.unanswered[connection] = nil
      case .frame(let frame) where frame.isPing:
        break
      case .frame(let frame):
        state.frames.append(frame)
        if frame.isRequest {
          state.unanswered[frame.connection, default: 0] += 1
        } else if !frame.isNotification {
          state.unanswered[frame.connection, default: 0] -= 1
        }
      }
    }
  }

  /// Waits until the step has a request and every request has its reply.
  func waitForAnswer() -> Bool {
    state.wait(atMost: .seconds(10)) { state in
      state.frames.contains { $0.isRequest } && state.unanswered.values.allSatisfy { $0 == 0 }
    }
  }

  /// The frames of a step, once every request has its reply or has lost its connection.
  func takeStep() -> [RecordingProxy.Frame]? {
    let isComplete = state.wait(atMost: .seconds(10)) { state in
      state.unanswered.values.allSatisfy { $0 == 0 }
    }
    guard isComplete else { return nil }
    return state.withLock { state in
      defer { state.frames = [] }
      return state.frames
    }
  }
}

extension RecordingProxy.Frame {
  var isRequest: Bool { direction == .toServer }
  var isNotification: Bool { direction == .toClient && xid == -1 }
  /// Pings come when they like, so they would make every recording a different one.
  var isPing: Bool { xid == -2 }

  /// The first field of every frame but the handshake. Nothing else is decoded here: what frames
  /// mean is for the codec to say, and recordings must not depend on it.
  private var xid: Int32? {
    guard !isHandshake, payload.count >= 4 else { return nil }
    return payload.prefix(4).reduce(0) { $0 << 8 | Int32($1) }
  }
}
