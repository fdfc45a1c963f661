/// A server that a client program is held against: on one port and one data directory, started as
/// often as the program asks.
package protocol ClientProgramServer: Sendable {
  var port: Int { get }
  func start() throws
  func stop()
  func kill()
  func waitUntilServing(atMost limit: Duration) throws
}

extension ApacheServer: ClientProgramServer {}
