import ZooKeeperTransport

/// What a stretch of work took, by the clock on the wall, of the server and of this program.
struct Costs {
  private var wall: Int64
  private var server: Int64
  private var client: Int64

  /// How the clocks stand now. The server's stands still if nobody said which process it is.
  init(of process: ServerProcess?) {
    server = process?.cpuNanoseconds ?? 0
    client = ServerProcess.ownCPUNanoseconds
    wall = LoopTime.current.nanoseconds
  }

  /// What has passed between two moments.
  static func - (later: Costs, earlier: Costs) -> Costs {
    var passed = later
    passed.wall -= earlier.wall
    passed.server -= earlier.server
    passed.client -= earlier.client
    return passed
  }

  func perSecond(_ count: Int) -> Int { Int(Double(count) / Double(wall) * 1e9) }

  func serverNanoseconds(per count: Int) -> Int64 { server / Int64(max(1, count)) }

  func clientNanoseconds(per count: Int) -> Int64 { client / Int64(max(1, count)) }
}
