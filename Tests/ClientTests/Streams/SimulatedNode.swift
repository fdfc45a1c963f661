import ZooKeeper
import ZooKeeperModel
import ZooKeeperTransport

/// One node on a server, the connection to it and the driver at this end, each taking its steps
/// when it is told to.
///
/// Both directions of the connection keep their order, as ZooKeeper's do: a watch counts from where
/// it stands among the requests, and an event comes before the answers that already show it.
final class SimulatedNode: Sendable {
  private enum Request: Equatable {
    case watch
    case read(Int)
  }

  private enum Message {
    case event(WatchChange)
    case answer(Int, NodeState?)
  }

  private typealias Waiting = CheckedContinuation<Result<NodeState?, any Error>, Never>

  private struct State {
    var zxid = 1
    var contentsWritten = 1
    var node: NodeState? = NodeState(1)
    var isWatched = false
    /// What the client has asked and the server has not seen; kept where no connection is.
    var requests: [Request] = []
    /// What the server has said and the client has not heard.
    var messages: [Message] = []
    /// Reads are numbered, so that no answer is taken for one to a later read.
    var readsAsked = 0
    /// The last read, while it waits: the one reader asks for no other meanwhile.
    var waiting: Waiting?
    var buffer: WatchBuffer?

    mutating func write(_ kind: WatchChange.Kind) {
      zxid += 1
      contentsWritten += 1
      node = kind == .deleted ? nil : NodeState(zxid, content: contentsWritten)
      let change = WatchChange(kind, at: "/a", zxid: Zxid(rawValue: Int64(zxid)))
      if isWatched { messages.append(.event(change)) }
    }

    mutating func takeWaiting() -> Waiting? {
      defer { waiting = nil }
      return waiting
    }
  }

  private let state = Lock(State())
  private let isConnected = LatestValue(true)
  private let owner = RecordingOwner()

  /// What a read would show now.
  var current: NodeState? { state.withLock { $0.node } }

  /// The value as a user would follow it, with a watch that holds no more than so many changes.
  func values(limit: Int) -> ValueStream<NodeState?> {
    ValueStream(
      changes: WatchStream(arming: { self.arm(limit: limit) }),
      revision: { $0?.zxid },
      untilConnected: {
        for await isConnected in self.isConnected.updates where isConnected { return }
      },
      read: { try await self.read() })
  }

  private func arm(limit: Int) -> WatchBuffer {
    let buffer = owner.arm(limit: limit)
    state.withLock { state in
      state.buffer = buffer
      state.requests.append(.watch)
    }
    return buffer
  }

  private func read() async throws -> NodeState? {
    try await withCheckedContinuation { continuation in
      state.withLock { state in
        state.readsAsked += 1
        state.waiting = continuation
        state.requests.append(.read(state.readsAsked))
      }
    }.get()
  }
}

/// What can happen.
extension SimulatedNode {
  /// Somebody writes to the node, creates or deletes it.
  func change(deleting: Bool) {
    state.withLock { state in
      switch (state.node != nil, deleting) {
      case (true, true): state.write(.deleted)
      case (true, false): state.write(.dataChanged)
      case (false, _): state.write(.created)
      }
    }
  }

  /// The server takes a request. Returns whether there was one.
  @discardableResult
  func serve() -> Bool {
    guard isConnected.current else { return false }
    return state.withLock { state in
      guard !state.requests.isEmpty else { return false }
      switch state.requests.removeFirst() {
      case .watch: state.isWatched = true
      case .read(let number): state.messages.append(.answer(number, state.node))
      }
      return true
    }
  }

  /// The driver takes a message. Returns whether there was one.
  @discardableResult
  func receive() -> Bool {
    let (message, buffer) = state.withLock { state in
      (state.messages.isEmpty ? nil : state.messages.removeFirst(), state.buffer)
    }
    switch message {
    case nil: return false
    case .event(let change): buffer?.deliver(change)
    case .answer(let number, let node):
      let waiting = state.withLock { $0.readsAsked == number ? $0.takeWaiting() : nil }
      waiting?.resume(returning: .success(node))
    }
    return true
  }

  /// The reader's patience with its read ends; an answer that still comes finds nobody.
  func timeOut() {
    fail(state.withLock { $0.takeWaiting() }, .timedOut)
  }

  /// The connection breaks, and with it all that is under way to here. Requests that the server has
  /// not seen are lost too, or wait for the next connection.
  func disconnect(keepingRequests: Bool) {
    guard isConnected.current else { return }
    isConnected.set(false)
    let lost = state.withLock { state in
      state.isWatched = false
      state.messages = []
      if !keepingRequests { state.requests = [] }
      return state.requests.contains(.read(state.readsAsked)) ? nil : state.takeWaiting()
    }
    fail(lost, .connectionLost)
  }

  /// The driver is connected again: first the watch is put up anew and its stream told, then what
  /// waited goes out. With another history, the server counts its changes from the beginning.
  func reconnect(replacingHistory: Bool) {
    guard !isConnected.current else { return }
    let buffer = state.withLock { state in
      if replacingHistory {
        state.zxid = 0
        state.write(.dataChanged)
      }
      state.requests.insert(.watch, at: 0)
      return state.buffer
    }
    buffer?.deliver(.gap(replacingHistory ? .historyReplaced : .reconnected))
    isConnected.set(true)
  }

  /// The client is closed.
  func close() {
    state.withLock { $0.buffer }?.finish()
  }

  private func fail(_ read: Waiting?, _ code: ZooKeeperError.Code) {
    read?.resume(returning: .failure(ZooKeeperError(code, outcome: .notApplied, operation: .get)))
  }
}
