import Foundation
import PeerSupport
import Testing

/// The same histories for a real server and for our server's brain: every answer and every watch
/// event must be the same, once clocks and session numbers are taken out.
@Suite(.enabled(if: Peers.areRequired, "real peers take part in `make test`"), .serialized)
struct DifferentialTests {
  static let seeds: UInt64 = 55
  static let servedSeeds: UInt64 = 15
  static let stepsPerSeed = 400

  @Test("no answer and no event differs from Apache's")
  func histories() throws {
    for reference in try Peers.references() {
      let server = try ApacheServer(reference, Self.configuration)
      var pair = try DifferentialPair(
        DifferentialWirePeer(port: server.port), MachinePeer(),
        known: KnownDifference.all(of: reference.name))
      try compare(&pair, reference, seeds: Self.seeds)
      print(KnownDifference.report(on: reference.name))
    }
  }

  /// The brain alone says nothing of the way to it and back: bytes, sockets, gate, log and disk.
  @Test("nor does any that zkserver gives over the network, while it writes snapshots")
  func servedHistories() throws {
    for reference in try Peers.references() {
      let server = try ApacheServer(reference, Self.configuration)
      var configuration = Self.configuration
      configuration.properties["snapCount"] = "1000"
      let ours = try BundledServer(configuration)
      var pair = try DifferentialPair(
        DifferentialWirePeer(port: server.port), DifferentialWirePeer(port: ours.port),
        known: KnownDifference.all(of: reference.name))
      try compare(&pair, reference, seeds: Self.servedSeeds)
    }
  }

  private func compare(
    _ pair: inout DifferentialPair<DifferentialWirePeer, some DifferentialPeer>,
    _ reference: ApacheReference, seeds: UInt64
  ) throws {
    for seed in Self.askedSeeds(seeds) {
      let differences = try pair.compare(seed, steps: Self.stepsPerSeed)
      #expect(
        differences.isEmpty,
        """
        \(reference.name), seed \(seed): \(differences.joined(separator: "\n"))
        repeat with: ZK_SEED=\(seed) HOUSE_PEERS=1 swift test --filter DifferentialTests
        """)
      if !differences.isEmpty { break }
    }
  }

  /// What both servers must be told alike. Nobody reaps containers while we look, and no session
  /// ends unless it is told to.
  static let configuration = ServerConfiguration(
    [
      "extendedTypesEnabled": "true", "minSessionTimeout": "4000", "maxSessionTimeout": "60000",
      "maxClientCnxns": "0",
    ],
    properties: ["znode.container.checkIntervalMs": "3600000"])

  /// One seed if that is asked for, more than usual if `make differential` asks for them.
  private static func askedSeeds(_ usual: UInt64) -> [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["ZK_SEED"].flatMap(UInt64.init) { return [seed] }
    return Array(1...(environment["ZK_SEEDS"].flatMap(UInt64.init) ?? usual))
  }
}
