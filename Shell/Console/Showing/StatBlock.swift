import ZooKeeper

extension Stat {
  /// The lines of Apache's shell, with times that sort and that say their zone.
  var block: String {
    let lines = [
      "cZxid = \(czxid)",
      "ctime = \(ctime.iso8601)",
      "mZxid = \(mzxid)",
      "mtime = \(mtime.iso8601)",
      "pZxid = \(pzxid)",
      "cversion = \(cversion)",
      "dataVersion = \(version)",
      "aclVersion = \(aversion)",
      "ephemeralOwner = \(ephemeralOwner?.description ?? "0x0")",
      "dataLength = \(dataLength)",
      "numChildren = \(numChildren)",
    ]
    return lines.map { $0 + "\n" }.joined()
  }
}
