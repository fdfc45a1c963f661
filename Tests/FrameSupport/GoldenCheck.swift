import ZooKeeperModel
import ZooKeeperWire

/// Holds what the codec makes of recorded frames against what the peer said it did and saw.
package struct GoldenCheck {
  /// What did not fit, one line each.
  package private(set) var faults: [String] = []
  /// How many frames were read and written again to the same bytes.
  package private(set) var frames = 0
  private var conversations: [Int: Conversation] = [:]

  package init() {}

  package mutating func check(_ step: GoldenFile.Step) {
    do {
      for connection in conversations.keys {
        conversations[connection]?.startStep()
      }
      for frame in step.frames {
        try conversations[frame.connection, default: Conversation()].take(frame)
      }
      try compare(step)
    } catch {
      fault(step, "cannot be followed: \(error)")
    }
  }

  private mutating func compare(_ step: GoldenFile.Step) throws {
    let connections = Array(Set(step.frames.map(\.connection))).sorted()
    let exchanges = connections.flatMap { conversations[$0]?.exchanges ?? [] }
    let events = connections.flatMap { conversations[$0]?.events ?? [] }
    let calls = step.said.filter { $0["op"] != nil }
    let reported = step.said.compactMap { $0["event"] }
    guard calls.count == exchanges.count, reported.count == events.count else {
      fault(
        step,
        "\(calls.count) calls and \(reported.count) events were said, "
          + "\(exchanges.count) and \(events.count) recorded")
      return
    }
    for (said, exchange) in zip(calls, exchanges) {
      compare(said, exchange, in: step)
    }
    for (said, bytes) in zip(reported, events) {
      compare(said, decode(.event, bytes, in: step), in: step)
    }
  }

  private mutating func compare(
    _ said: JSON, _ exchange: Conversation.Exchange, in step: GoldenFile.Step
  ) {
    if said["args"]?["malformed"] != nil || said["op"] == .text("unknown") {
      if (try? Frame.decode(exchange.request.kind, exchange.request.bytes)) != nil {
        fault(step, "was refused by the server and is accepted here")
      }
    } else {
      compareRequest(said, exchange, in: step)
    }
    guard let (kind, bytes) = exchange.reply else {
      if said["error"] != nil || said["reply"] != nil { fault(step, "has no reply") }
      return
    }
    if case .reply(let header, _)? = decode(kind, bytes, in: step) {
      let error = said["error"] ?? .number(0)
      if error != .number(Int64(header.error.rawValue)) {
        fault(step, "the header says \(header.error)")
      }
    }
    if let reply = said["reply"] {
      compare(reply, decode(kind, bytes, in: step), in: step)
    }
  }

  private mutating func compareRequest(
    _ said: JSON, _ exchange: Conversation.Exchange, in step: GoldenFile.Step
  ) {
    let frame = decode(exchange.request.kind, exchange.request.bytes, in: step)
    let name = said["op"]?.string
    switch frame {
    case .connectRequest where name == "connect": break
    case .request(let header, _) where name == header.operation.description: break
    default: fault(step, "is not \(name ?? "anything")")
    }
    guard let arguments = said["args"], let words = frame?.words else { return }
    compare(arguments, frame, in: step)
    let unsaid = words.keys.subtracting(arguments.keys).subtracting(GoldenCheck.hidden)
    if !unsaid.isEmpty {
      fault(step, "has the fields \(unsaid.sorted()), of which nothing was said")
    }
  }

  /// What peers send without showing it: tokens and zxids made deep inside.
  private static let hidden: Set<String> = ["token", "lastZxidSeen", "relativeZxid"]

  private mutating func compare(_ said: JSON, _ frame: Frame?, in step: GoldenFile.Step) {
    guard let frame, !frame.words.includes(said) else { return }
    fault(step, "reads \(frame.words), said \(said)")
  }

  /// Reads a frame, all of it, and writes it again.
  private mutating func decode(
    _ kind: FrameKind, _ bytes: [UInt8], in step: GoldenFile.Step
  ) -> Frame? {
    do throws(WireError) {
      let (frame, unread) = try Frame.decode(kind, bytes)
      if unread > 0 { fault(step, "leaves \(unread) bytes of a \(kind) unread") }
      if frame.encoded() != bytes && !isTheSameInUTF8(frame, kind, bytes) {
        fault(step, "a \(kind) is written in other bytes")
      }
      frames += 1
      return frame
    } catch {
      fault(step, "a \(kind) cannot be read: \(error)")
      return nil
    }
  }

  /// Java writes characters beyond U+FFFF as surrogates; we read them and write UTF-8.
  private func isTheSameInUTF8(_ frame: Frame, _ kind: FrameKind, _ bytes: [UInt8]) -> Bool {
    let hasSurrogates = zip(bytes, bytes.dropFirst()).contains { $0 == 0xED && $1 >= 0xA0 }
    guard hasSurrogates else { return false }
    return (try? Frame.decode(kind, frame.encoded()).frame) == frame
  }

  private mutating func fault(_ step: GoldenFile.Step, _ what: String) {
    faults.append("line \(step.line): \(what)")
  }
}
