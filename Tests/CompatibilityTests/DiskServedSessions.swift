import PeerSupport

/// The sessions that a server has, and their ephemeral nodes, as an administrator sees them.
struct DiskServedSessions: Equatable {
  private(set) var ids: Set<String> = []
  private(set) var ephemerals: [String: Set<String>] = [:]

  /// Reads the answer to `dump`. Of its three parts the last one, about connections, is left out.
  init(servedOn port: Int) throws {
    let socket = try LoopbackSocket.connect(to: port)
    socket.limitReads(to: .seconds(20))
    socket.write(Array("dump".utf8))
    var answer: [UInt8] = []
    while let more = socket.read(atMost: 65_536) { answer += more }
    var part = ""
    var owner = ""
    for line in String(decoding: answer, as: UTF8.self).split(separator: "\n") {
      if line.hasSuffix(" dump:") {
        part = String(line)
      } else if part == "SessionTracker dump:", line.hasPrefix("\t0x") {
        ids.insert(String(line.dropFirst()))
      } else if part == "ephemeral nodes dump:", line.hasPrefix("0x") {
        owner = String(line.dropLast())
      } else if part == "ephemeral nodes dump:", line.hasPrefix("\t") {
        ephemerals[owner, default: []].insert(String(line.dropFirst()))
      }
    }
  }
}
