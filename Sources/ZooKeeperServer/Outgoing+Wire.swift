import ZooKeeperModel
import ZooKeeperTree
import ZooKeeperWire

extension Outgoing {
  /// The transaction that its header names; of a greeting, which names none, the first.
  var zxid: Zxid {
    switch self {
    case .reply(let header, _), .event(let header, _): header.zxid
    case .greeting, .close: .zero
    }
  }

  var isFailure: Bool {
    if case .reply(let header, _) = self { header.error != .ok } else { false }
  }

  /// Writes what stands in a frame.
  func encode(to writer: inout JuteWriter) {
    switch self {
    case .greeting(let reply):
      reply.encode(to: &writer)
    case .reply(let header, let body):
      header.encode(to: &writer)
      body?.encode(to: &writer)
    case .event(let header, let event):
      header.encode(to: &writer)
      event.encode(to: &writer)
    case .close:
      preconditionFailure("closing is done, not said")
    }
  }
}
