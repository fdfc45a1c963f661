import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct EnsembleConfigTests {
  /// What Apache 3.9.3 served at `/zookeeper/config`, in an ensemble of two voters and an observer,
  /// the second of them in two networks.
  private let served = """
    server.1=127.0.0.1:50657:56751:participant;0.0.0.0:50393
    server.2=127.0.0.1:51029:54229|localhost:39875:34881:participant;[0:0:0:0:0:0:0:1]:33411
    server.3=127.0.0.1:38155:44183:observer;0.0.0.0:41575
    version=100000000
    """

  /// What the same server writes of groups with weights, of IPv6, and of a member whose address for
  /// clients stands in its own configuration only.
  private let hierarchical = """
    server.1=[2001:db8:0:0:0:0:0:1]:2888:3888:participant;[0:0:0:0:0:0:0:0]:2181
    server.2=zk2.example:2888:3888:participant;0.0.0.0:2181
    server.10=zk10.example:2888:3888:observer
    group.1=1:2
    weight.1=1
    weight.2=1
    version=1f00000003
    """

  @Test("a real ensemble is read: numbers, roles, addresses, version")
  func reading() throws {
    let config = try EnsembleConfig(validating: served)
    #expect(config.version == Zxid(rawValue: 0x1_0000_0000))
    #expect(config.members.map(\.id) == [1, 2, 3])
    #expect(config.members.map(\.role) == [.participant, .participant, .observer])
    let second = config.members[1].quorumAddresses
    #expect(second.map(\.host) == ["127.0.0.1", "localhost"])
    #expect(second.map(\.quorumPort) == [51029, 39875])
    #expect(second.map(\.electionPort) == [54229, 34881])
    #expect(
      config.members.map(\.clientAddress) == [
        ServerAddress(host: "0.0.0.0", port: 50393),
        ServerAddress(host: "0:0:0:0:0:0:0:1", port: 33411),
        ServerAddress(host: "0.0.0.0", port: 41575),
      ])
  }

  @Test("who listens at every address is reached at the host that the other servers know")
  func serversForClients() throws {
    #expect(
      try EnsembleConfig(validating: served).serversForClients == [
        ServerAddress(host: "127.0.0.1", port: 50393),
        ServerAddress(host: "0:0:0:0:0:0:0:1", port: 33411),
        ServerAddress(host: "127.0.0.1", port: 41575),
      ])
  }

  @Test("what is no business of clients is passed over, and who serves none is no server for them")
  func others() throws {
    let config = try EnsembleConfig(validating: "a line of a later version\n" + hierarchical)
    #expect(config.version == Zxid(rawValue: 0x1F_0000_0003))
    #expect(config.members.map(\.id) == [1, 2, 10])
    #expect(config.members[2].clientAddress == nil)
    #expect(
      config.serversForClients == [
        ServerAddress(host: "2001:db8:0:0:0:0:0:1", port: 2181),
        ServerAddress(host: "zk2.example", port: 2181),
      ])
  }

  @Test("a server that stands alone serves no text, and has no ensemble")
  func alone() throws {
    let config = try EnsembleConfig(validating: "")
    #expect(config.members.isEmpty && config.version == .zero)
  }

  @Test(
    "a line that no server writes is refused and shown",
    arguments: [
      "server.1=h", "server.1=h:1", "server.1=h:1:2:leader", "server.x=h:1:2:participant",
      "server.1=h:1:2:participant;2181", "server.1=h:1:2:participant;h:x", "server.1=",
      "server.1=h:1:2|", "server.1=[::1:1:2:participant", "server.1=h:1:2:participant:more",
      "version=x", "version=",
    ])
  func refusing(_ line: String) {
    let text = "server.9=h:1:2:participant;h:3\n\(line)\n"
    let error = #expect(throws: InvalidEnsembleConfig.self) {
      try EnsembleConfig(validating: text)
    }
    #expect(error?.line == line)
    #expect(error?.description.contains(line.debugDescription) == true)
  }
}
