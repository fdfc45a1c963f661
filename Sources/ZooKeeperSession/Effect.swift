package import ZooKeeperModel

/// What the driver has to do, in this order.
package enum Effect: Hashable, Sendable {
  /// Find the addresses of a server, and say how many there are.
  case resolve(ServerAddress)
  /// Connect to one of the addresses just found.
  case connect(ServerAddress, address: Int)
  /// Drop the connection, or the attempt at one. Nothing is to be heard of it any more.
  case disconnect(Disconnection)
  /// Ask a server, on a connection of its own, whether it can write.
  case probe(ServerAddress)
  /// Ask a server, on a connection of its own, how far its data reaches.
  case inquire(ZxidQuestion)
  /// A call ended without a reply.
  case fail(Ticket, CallFailure)
  /// A watched node changed; a watch of one shot is over with that.
  case notify(WatchID, WatchNotice)
  /// Changes may have been missed.
  case gap(WatchID, WatchGap)
  /// The watch could not be kept, and is over.
  case dropWatch(WatchID, ErrorCode)
  /// The session is no more, and the watch with it.
  case watchEnded(WatchID)
  /// The session was lost, and another takes its place.
  case renewed(SessionID?, SessionEnd)
  case changed(SessionState)
  /// Something that only observers want to know.
  case report(SessionReport)
}

/// What happened to a watched node.
package struct WatchNotice: Hashable, Sendable {
  package var kind: WatchEventKind
  package var path: ZNodePath
  /// The change that did it; nil where the server does not say.
  package var zxid: Zxid?

  package init(kind: WatchEventKind, path: ZNodePath, zxid: Zxid?) {
    self.kind = kind
    self.path = path
    self.zxid = zxid
  }
}

/// Why changes may have been missed.
package enum WatchGap: Hashable, Sendable {
  /// The connection was away, and servers do not remember for watches that outlive their events.
  case reconnected
  /// The session is another one.
  case newSession
  /// The session is another one, and the servers know less than they once did.
  case historyReplaced
}

/// For observers.
package enum SessionReport: Hashable, Sendable {
  case attemptFailed(ServerAddress, Disconnection)
  case connected(ServerAddress, SessionID, timeoutMilliseconds: Int, resumed: Bool)
  case connectionLost(ServerAddress, Disconnection, failed: Int, askedAgain: Int)
  case watchesRestored(count: Int, byteCount: Int)
  case changesMissed(watches: Int)
  case serversBehind(lastSeen: Zxid)
  case serversChanged([ServerAddress])
}
