import Foundation
import StormSupport
import ZooKeeper

/// Contends until it is told to leave, and says what happens to it: our part in a storm over
/// recipes.
@main
struct ZKContend {
  static func main() async {
    guard let task = StormTask(arguments: Array(CommandLine.arguments.dropFirst())) else {
      complain("a contender is started by a storm")
      exit(2)
    }
    do {
      try await contend(task)
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  private static func contend(_ task: StormTask) async throws {
    let orders = Orders()
    orders.obey()
    var configuration = ClientConfiguration(servers: try ServerList(validating: task.servers))
    configuration.sessionTimeout = .milliseconds(task.sessionMilliseconds)
    configuration.requestTimeout = .milliseconds(2 * task.sessionMilliseconds)
    try await withZooKeeper(configuration) { zk in
      let rival = try Rival(task, orders, zk)
      try await rival.run()
      try await rival.untilNothingIsLeft()
    }
  }

  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data("zkcontend: \(text)\n".utf8))
  }
}
