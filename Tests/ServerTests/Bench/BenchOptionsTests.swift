import Testing
import ZooKeeperModel

@testable import zkbench

struct BenchOptionsTests {
  @Test func `a server alone runs every row once`() throws {
    let options = try ServerBenchmarkOptions(["localhost:2182"])
    #expect(options.server == ServerAddress(host: "localhost", port: 2182))
    #expect(options.rows.map(\.name) == ServerRow.all.map(\.name))
    #expect(options.rounds == 1)
    #expect(options.processID == nil)
  }

  @Test func `options choose rows, process and lengths`() throws {
    let options = try ServerBenchmarkOptions(
      "[::1]:1 --row nodes --row get-1x256 --pid 17 --seconds 3 --rounds 4 --nodes 5"
        .split(separator: " ").map(String.init))
    #expect(options.rows.map(\.name) == ["nodes", "get-1x256"])
    #expect(options.processID == 17)
    #expect((options.seconds, options.rounds, options.nodes) == (3, 4, 5))
  }

  @Test(arguments: [
    "", "host:port", "host:1,host:2", "host:1/node", "host:1 --row", "host:1 --row get",
    "host:1 --seconds 0", "host:1 --rounds many", "host:1 --pid -1",
    "host:1 --nodes 2147483648", "host:1 --fast 1",
  ])
  func `what makes no sense is refused`(line: String) {
    #expect(throws: LoadFailure.self) {
      try ServerBenchmarkOptions(line.split(separator: " ").map(String.init))
    }
  }
}
