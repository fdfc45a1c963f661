public import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperWire

/// A value that was read, and the change that would make it old.
public struct Watched<Value: Sendable>: Sendable {
  /// What was read.
  public let value: Value
  /// One change, after which the stream ends. Gaps before it say that it may have happened already.
  public let changes: WatchStream
}

// Watches.
extension ZooKeeperClient {
  /// The changes at a node or beneath it, from the moment in which iteration starts. The node need
  /// not exist.
  ///
  /// Each iterator has a watch of its own. What happens before the server has put it up is not
  /// seen: use `withChanges` to read the tree without a gap.
  ///
  /// - Throws: while iterating, `unimplemented` from servers before 3.6.
  public func changes(at path: ZNodePath, _ kind: WatchKind = .node) -> WatchStream {
    WatchStream { [self] in
      let (buffer, id) = listen(to: path, as: kind.mode)
      driver.armInPassing(id, path, kind, root: root)
      return buffer
    }
  }

  /// Runs `body` with the changes at a node or beneath it. The watch is up before `body` begins, so
  /// what is read inside is never older than the stream; it is taken down when `body` ends.
  public func withChanges<Result>(
    at path: ZNodePath, _ kind: WatchKind = .node,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (WatchStream) async throws -> Result
  ) async throws -> Result {
    let (buffer, id) = listen(to: path, as: kind.mode)
    let stream = WatchStream(armed: buffer)
    defer { stream.close() }
    let request = OutgoingRequest.read(.addWatch, leaving: id)
    _ = try await ask(.watch, at: path, request, readBy: ReadsNothing.self) { writer in
      AddWatchRequest(path: absolute(path), mode: kind.addMode).encode(to: &writer)
    }
    return try await body(stream)
  }

  /// What a node holds, and the change that makes this old: its data is set, or it is deleted.
  public func getAndWatch(_ path: ZNodePath) async throws(ZooKeeperError) -> Watched<Node> {
    let (stream, id) = oneShot(path, .data)
    let request = OutgoingRequest.read(.getData, leaving: id)
    let node = try await ask(.get, at: path, request, readBy: ReadsNode.self) { writer in
      ReadRequest(path: absolute(path), watch: true).encode(to: &writer)
    }
    return Watched(value: node, changes: stream)
  }

  /// Whether a node exists, and the change that makes this old: it is created, its data is set, or
  /// it is deleted.
  public func statAndWatch(_ path: ZNodePath) async throws(ZooKeeperError) -> Watched<Stat?> {
    let (stream, id) = oneShot(path, .existence)
    let request = OutgoingRequest.read(.exists, leaving: id)
    let settled = await answer(to: .stat, at: path, request, readBy: Reads<Stat>.self) { writer in
      ReadRequest(path: absolute(path), watch: true).encode(to: &writer)
    }
    switch settled {
    case .reply(let stat): return Watched(value: stat, changes: stream)
    case .refused(.noNode): return Watched(value: nil, changes: stream)
    case .refused(let verdict): throw ZooKeeperError(verdict, operation: .stat, path: path)
    case .failed(let failure): throw ZooKeeperError(failure, operation: .stat, path: path)
    }
  }

  /// The names of a node's children, and the change that makes them old: a child is created or
  /// deleted, or the node itself is deleted.
  public func childrenAndWatch(
    of path: ZNodePath
  ) async throws(ZooKeeperError) -> Watched<Children> {
    let (stream, id) = oneShot(path, .children)
    let request = OutgoingRequest.read(.getChildren2, leaving: id)
    let children = try await ask(.children, at: path, request, readBy: ReadsChildren.self) {
      ReadRequest(path: absolute(path), watch: true).encode(to: &$0)
    }
    return Watched(value: children, changes: stream)
  }

  private func oneShot(_ path: ZNodePath, _ mode: WatchMode) -> (WatchStream, WatchID) {
    let (buffer, id) = listen(to: path, as: mode)
    return (WatchStream(armed: buffer), id)
  }

  private func listen(
    to path: ZNodePath, as mode: WatchMode
  ) -> (buffer: WatchBuffer, id: WatchID) {
    driver.listen(to: path.absolute(under: root), as: mode, root: root, owner: handle)
  }
}

extension WatchKind {
  var mode: WatchMode {
    switch self {
    case .node: .persistent
    case .subtree: .recursive
    }
  }

  var addMode: AddWatchMode {
    switch self {
    case .node: .persistent
    case .subtree: .persistentRecursive
    }
  }
}

// A value that is watched.
extension ZooKeeperClient {
  /// A node's data, first as it is now and then always the latest; nil while the node is not there.
  /// The last change is never missed, whatever happens to connections and sessions.
  public func values(of path: ZNodePath) -> ValueStream<Node?> {
    ValueStream(
      changes: changes(at: path), revision: { $0?.stat.mzxid },
      untilConnected: { try await untilConnected() },
      read: { try await existing(path) })
  }

  /// A node's children, first as they are now and then always the latest; nil while the node is not
  /// there.
  public func childrenValues(of path: ZNodePath) -> ValueStream<Children?> {
    ValueStream(
      changes: changes(at: path), revision: { $0?.stat.pzxid },
      untilConnected: { try await untilConnected() },
      read: {
        do throws(ZooKeeperError) {
          return try await children(of: path)
        } catch {
          guard error.code == .noNode else { throw error }
          return nil
        }
      })
  }
}
