import ZooKeeperModel

// Watches on data; of those on lists of children Apache says nothing either.
extension ServerFacts {
  var watchSummaryReport: String {
    """
    \(dataWatches.connectionCount) connections watching \(dataWatches.pathCount) paths
    Total watches:\(dataWatches.watchCount)

    """
  }

  var watchesBySessionReport: String {
    dataWatchesBySession.map { entry in
      "\(entry.session)\n" + entry.paths.map { "\t\($0)\n" }.joined()
    }.joined() + "\n"
  }

  var watchesByPathReport: String {
    dataWatchesByPath.map { entry in
      "\(entry.path)\n" + entry.sessions.map { "\t\($0)\n" }.joined()
    }.joined() + "\n"
  }
}
