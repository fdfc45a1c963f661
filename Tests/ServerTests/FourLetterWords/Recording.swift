import Foundation
import Testing
import ZooKeeperModel

/// What a real server answered to every word, and the facts that it answered from.
struct Recording: Sendable, CustomTestStringConvertible {
  /// Whose connection it is.
  enum Who: Int, Sendable {
    case first, second, third, fourth
    case stranger
    /// Whoever asked the word.
    case asker
  }

  struct Client: Sendable {
    var port: UInt16
    var established: Int64
    var received: Int
    var sent: Int
    var operation: OpCode?
    var xid: Int32
    var zxid: Int64
    var lastAnswer: Int64
    /// How many milliseconds answers took. Only their count, sum, maximum and last one are known.
    var latencies: [Int64]
  }

  /// The folder under `Golden`.
  var name: String
  var version: String
  var port: UInt16
  var directory: String
  var snapshotBytes: Int64
  var logBytes: Int64
  var firstSession: Int64
  var clients: [Client]
  var strangersPort: UInt16
  /// How many packets had been received and sent, by the file of the answer: always the same
  /// number, because one client was told of one event, and the last asker not yet anything.
  var packets: [String: Int]
  /// Connections in the order in which they are listed, but for the asker's.
  var order: [Who]
  /// The port and the place in that order of whoever asked, by the file of the answer.
  var askers: [String: (port: UInt16, place: Int)]
  /// What all answers took together.
  var totalLatency: Int64
  var maximalLatency: Int64
  var uptime: Int64
  var openFileDescriptors: Int
  var watchCount: Int
  var digests: [Int64]
  /// In seconds after the midnight that ended the leap day; some groups have nobody left.
  var sessionDeadlines: [(second: Int64, session: Who?)]
  var connectionDeadlines: [(second: Int64, connections: [Who])]
  /// Whose watches `wchc` lists first; `wchp` names those on one path in an order of its own.
  var watchOrder: [Who]
  var watchOrderOnPath: [Who]

  static let all = [apache38, apache39]
  static let midnight: Int64 = 1_709_251_200_000

  var testDescription: String { name }

  /// The answer as it was recorded.
  func answer(_ file: String) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return try String(
      contentsOf: folder.appending(path: "Golden/\(name)/\(file).golden"), encoding: .utf8)
  }

  /// As many latencies as asked for, with this sum and maximum, and with this one at the end.
  static func latencies(
    _ count: Int, sum: Int64, max: Int64, last: Int64
  ) -> [Int64] {
    var latencies: [Int64] = []
    var rest = sum - last
    while latencies.count < count - 1 {
      latencies.append(min(max, rest))
      rest -= min(max, rest)
    }
    precondition(rest == 0, "a sum that so few latencies cannot have")
    return latencies + [last]
  }
}
