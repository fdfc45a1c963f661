import ZooKeeperModel
import ZooKeeperTree

// How the server is doing.
extension ServerFacts {
  /// The lines of `srvr`, and those of `stat`, which shows the clients too.
  func serverReport(withClients: Bool) -> String {
    """
    Zookeeper version: \(version)
    \(withClients ? clientsReport : "")\
    Latency min/avg/max: \(counters.latency.min)/\(counters.latency.averageText)/\
    \(counters.latency.max)
    Received: \(counters.packetsReceived)
    Sent: \(counters.packetsSent)
    Connections: \(connectionCount)
    Outstanding: \(outstandingRequests)
    Zxid: \(lastZxid)
    Mode: standalone
    Node count: \(nodeCount)

    """
  }

  private var clientsReport: String {
    "Clients:\n" + connections.map { "\($0.briefLine)\n" }.joined() + "\n"
  }

  var connectionsReport: String {
    connections.map { "\($0.fullLine)\n" }.joined() + "\n"
  }

  /// What monitoring reads: of Apache's figures those that mean something in every server, in its
  /// order. What it measures of its own inside is left out.
  var monitoringReport: String {
    let figures: [(name: String, value: String)] = [
      ("version", version),
      ("server_state", "standalone"),
      ("ephemerals_count", "\(ephemeralCount)"),
      ("num_alive_connections", "\(connectionCount)"),
      ("avg_latency", counters.latency.averageText),
      ("outstanding_requests", "\(outstandingRequests)"),
      ("znode_count", "\(nodeCount)"),
      ("global_sessions", "\(sessionCount)"),
      ("packets_sent", "\(counters.packetsSent)"),
      ("packets_received", "\(counters.packetsReceived)"),
      // Nobody is turned away at random, and all sessions are known to the whole ensemble of one.
      ("connection_drop_probability", "0.0"),
      ("watch_count", "\(watchCount)"),
      ("min_latency", "\(counters.latency.min)"),
      ("max_file_descriptor_count", "\(maximalFileDescriptors)"),
      ("approximate_data_size", "\(approximateDataSize)"),
      ("open_file_descriptor_count", "\(openFileDescriptors)"),
      ("local_sessions", "0"),
      ("uptime", "\(uptimeMilliseconds)"),
      ("max_latency", "\(counters.latency.max)"),
    ]
    return figures.map { "zk_\($0.name)\t\($0.value)\n" }.joined()
  }

  /// Digests by the transaction after which the tree had them.
  var digestReport: String {
    notedDigests.map { noted in
      "\(String(UInt64(bitPattern: noted.zxid.rawValue), radix: 16)): \(noted.digest.value)\n"
    }.joined()
  }
}

// What the server was told, and where it is.
extension ServerFacts {
  var settingsReport: String {
    """
    clientPort=\(settings.clientPort)
    secureClientPort=-1
    dataDir=\(storage.snapshotDirectory)
    dataDirSize=\(storage.snapshotBytes)
    dataLogDir=\(storage.logDirectory)
    dataLogSize=\(storage.logBytes)
    tickTime=\(settings.tickMilliseconds)
    maxClientCnxns=\(settings.connectionsPerAddressMax)
    minSessionTimeout=\(settings.sessionTimeouts.lowerBound)
    maxSessionTimeout=\(settings.sessionTimeouts.upperBound)
    clientPortListenBacklog=\(settings.backlog ?? -1)
    serverId=0

    """
  }

  var storageReport: String {
    "datadir_size: \(storage.snapshotBytes)\nlogdir_size: \(storage.logBytes)\n"
  }

  var environmentReport: String {
    "Environment:\n" + environment.map { "\($0.name)=\($0.value)\n" }.joined()
  }
}
