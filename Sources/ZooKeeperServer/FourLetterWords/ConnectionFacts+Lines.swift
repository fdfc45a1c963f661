import ZooKeeperModel

extension ConnectionFacts {
  /// What `stat` shows of a connection.
  var briefLine: String {
    " \(javaAddress)\(stateAndCounts))"
  }

  /// What `cons` shows of it: more, once it has a session.
  var fullLine: String {
    guard let session else { return briefLine }
    let xid = counters.lastXid.map { ",lcxid=0x" + String($0.rawValue, radix: 16) } ?? ""
    return " \(javaAddress)\(stateAndCounts),sid=\(session.id)"
      + ",lop=\(counters.lastOperation?.fourLetters ?? "NA")"
      + ",est=\(established.millisecondsSinceEpoch),to=\(session.timeoutMilliseconds)\(xid)"
      + ",lzxid=\(counters.lastZxid ?? .unspecified),lresp=\(counters.lastAnswer)"
      + ",llat=\(counters.lastLatency),minlat=\(counters.latency.min)"
      + ",avglat=\(counters.latency.wholeAverage),maxlat=\(counters.latency.max))"
  }

  /// Address and port as Java writes them: behind a slash, where a host name would stand.
  var javaAddress: String {
    address.utf8.contains(UInt8(ascii: ":")) ? "/[\(address)]:\(port)" : "/\(address):\(port)"
  }

  private var stateAndCounts: String {
    // What a selector of Java would wait for.
    let interest = (isRead ? 1 : 0) + (hasUnsentBytes ? 4 : 0)
    return "[\(interest)](queued=\(outstanding),recved=\(counters.packetsReceived)"
      + ",sent=\(counters.packetsSent)"
  }
}
