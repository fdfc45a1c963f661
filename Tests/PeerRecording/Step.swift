import Foundation
import PeerSupport

/// What a client says it did, with the frames that passed meanwhile.
struct Step {
  let said: [String]
  /// Nil when a request found no reply.
  let frames: [RecordingProxy.Frame]?

  /// The client's words and the frames must agree in number, or the recording is worthless.
  func check() throws {
    guard let frames else { throw failure("a request has no reply") }
    let objects = try said.map { line in
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      else { throw failure("not a JSON object: \(line)") }
      return object
    }
    let calls = objects.count { $0["op"] != nil }
    let events = objects.count { $0["event"] != nil }
    guard calls + events == said.count else { throw failure("neither op nor event") }
    let requests = frames.count { $0.isRequest }
    let notifications = frames.count { $0.isNotification }
    guard calls == requests, events == notifications else {
      throw failure(
        "\(calls) calls with \(requests) requests, \(events) events with "
          + "\(notifications) notifications")
    }
  }

  var lastConnection: Int {
    frames?.map(\.connection).max() ?? 0
  }

  /// The scenes of a file share one numbering of connections.
  func text(connectionsBefore: Int) -> String {
    let lines = (frames ?? []).map { frame in
      let arrow = frame.direction == .toServer ? ">" : "<"
      return "C\(connectionsBefore + frame.connection)\(arrow) \(hexadecimal(frame.payload))"
    }
    return (said.map { "@ " + $0 } + lines).joined(separator: "\n") + "\n\n"
  }

  private func failure(_ problem: String) -> PeerFailure {
    .broken(problem, output: text(connectionsBefore: 0))
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: text, as: UTF8.self)
}
