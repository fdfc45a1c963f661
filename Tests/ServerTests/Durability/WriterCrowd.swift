import PeerSupport
import ZooKeeperModel

/// Several writers at once, each with a history of its own and many steps on their way.
struct WriterCrowd: Sendable {
  /// How many steps of each writer are done already.
  var done: [Int]
  /// How many more each of them does, if the server lives so long.
  var steps: Int
  /// How many steps a writer has on their way.
  var window = 4

  /// Writes until the end or until the server is gone; returns how many steps of each writer were
  /// acknowledged, those done before included.
  func write(
    to port: Int, told: @escaping @Sendable () -> Void = {}
  ) async throws -> [Int] {
    try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      for writer in done.indices {
        group.addTask {
          (writer, try await onThread { live(as: writer, port: port, told: told) })
        }
      }
      var acknowledged = done
      for try await (writer, steps) in group { acknowledged[writer] = steps }
      return acknowledged
    }
  }

  private func live(as writer: Int, port: Int, told: () -> Void) -> Int {
    let history = CountedHistory(writer: writer)
    var acknowledged = done[writer]
    var next = acknowledged
    let end = next + steps
    // Whatever ends the connection ends the writer.
    guard let client = try? DurabilityClient(port: port) else { return acknowledged }
    while acknowledged < end {
      while next < end, client.outstanding < window {
        client.send(history.request(next))
        next += 1
      }
      guard let answer = try? client.receive(), answer.header.error == .ok else { break }
      acknowledged += 1
      told()
    }
    return acknowledged
  }

  /// How many steps of each writer a server has.
  static func found(of writers: Int, on port: Int) async throws -> [Int] {
    try await onThread {
      let client = try DurabilityClient(port: port)
      return try (0..<writers).map { try CountedHistory(writer: $0).stepsFound(by: client) }
    }
  }
}
