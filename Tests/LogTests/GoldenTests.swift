import DiskSupport
import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree

/// Files that real servers wrote: read as they meant them, and written again as they wrote them.
@Suite struct GoldenTests {
  @Test("a real log holds what was done", arguments: GoldenDirectory.all)
  func log(_ directory: GoldenDirectory) throws {
    let logs = try directory.logs()
    #expect(logs.map(\.name) == ["log.1", "log.1f"])
    let transactions = try directory.transactions(logs[0])
    #expect(transactions.map(\.zxid.rawValue) == Array(1...0x1E))
    let changes = transactions.map(\.change)
    #expect(changes.first == .createSession(timeoutMilliseconds: 20_000))
    let data = [UInt8]((0..<100).flatMap { _ in [0, 1, 0xFF] as [UInt8] })
    #expect(changes.contains(.setData(path: "/a", data: data, version: Version(rawValue: 1))))
    #expect(changes.contains(.setData(path: "/null", data: nil, version: Version(rawValue: 1))))
    #expect(changes.contains(.error(.noNode)) && changes.contains(.error(.badVersion)))
    #expect(changes.contains(.delete(path: "/brief")), "a TTL node that expired")
    #expect(changes.contains(.delete(path: "/reaped")), "a container that was reaped")
    #expect(
      changes.contains { change in
        guard case .createTTL(let node, ttlMilliseconds: 0xFF_FFFF_FFFF) = change else {
          return false
        }
        return node.path == "/ttl"
      })
    let paths = directory.name == "apache-3.8-plain" ? nil : ["/g1", "/g2"]
    let closed = changes.compactMap { change -> [String]?? in
      if case .closeSession(let paths) = change { .some(paths?.sorted()) } else { nil }
    }
    #expect(closed == [paths])
    let undigested = transactions.filter { $0.digest == nil }.map(\.change)
    // What changes nothing needs no digest.
    #expect(
      undigested == (directory.name.hasSuffix("plain") ? changes : changes.filter(\.isError)))
  }

  @Test("a real multi holds its steps", arguments: GoldenDirectory.all)
  func multi(_ directory: GoldenDirectory) throws {
    let transactions = try directory.transactions(directory.logs()[0])
    let multis = transactions.compactMap { transaction -> [Change]? in
      if case .multi(let steps) = transaction.change { steps } else { nil }
    }
    try #require(multis.count == 3)
    #expect(
      multis[0].map(\.kind) == [
        "create", "create", "createContainer", "createTTL", "setData", "check", "create", "delete",
      ])
    // The step before the one that failed stands as if it had happened.
    #expect(multis[1].map(\.kind) == ["create", "error"] && multis[1].last == .error(.noNode))
    #expect(multis[2].isEmpty)
  }

  @Test("what is read of a log is written to the same bytes", arguments: GoldenDirectory.all)
  func logBytes(_ directory: GoldenDirectory) throws {
    for log in try directory.logs() {
      let file = try #require(directory.files[log.path])
      var offset = 16
      var typesChanged = 0
      for transaction in try directory.transactions(log) {
        var batch = LogBatch()
        batch.append(transaction)
        let ours = batch.bytes.withUnsafeBytes { Array($0) }
        let theirs = Array(file[offset..<offset + ours.count])
        typesChanged += compare(ours, theirs)
        offset += ours.count
      }
      // A create2, two reaped nodes, and a create2 in a multi, which only 3.9 logs as that.
      let types = directory.name.contains("3.9") ? 4 : 3
      #expect(typesChanged == (log.name == "log.1" ? types : 0), "\(log.name)")
      #expect(file[offset...].allSatisfy { $0 == 0 }, "padding follows the last record")
    }
  }

  /// Finds the same bytes, or counts the types that Apache has two of.
  private func compare(_ ours: [UInt8], _ theirs: [UInt8]) -> Int {
    if ours == theirs { return 0 }
    let checksum = 0..<8
    let differing = ours.indices.filter { ours[$0] != theirs[$0] && !checksum.contains($0) }
    let merged: [[UInt8]] = [[1, 15], [2, 20], [5, 16]]
    #expect(differing.allSatisfy { merged.contains([ours[$0], theirs[$0]]) })
    return differing.count
  }

  @Test("a real snapshot holds the tree and the sessions", arguments: GoldenDirectory.all)
  func snapshot(_ directory: GoldenDirectory) throws {
    let snapshots = try directory.snapshots()
    #expect(snapshots.map(\.zxid.rawValue) == [0, 0x1E, 0x21])
    let state = try directory.state(snapshots[1])
    #expect(state.nodes.first?.path == "")
    #expect(
      Set(state.nodes.map(\.path)) == [
        "", "/zookeeper", "/zookeeper/quota", "/zookeeper/config", "/a", "/empty", "/null", "/a/e",
        "/a/s-0000000001", "/own", "/café", "/m", "/m/2", "/m/c", "/m/t", "/ttl", "/container",
      ])
    let nodes = Dictionary(uniqueKeysWithValues: state.nodes.map { ($0.path, $0) })
    #expect(nodes["/empty"]?.data == [] && nodes["/null"]?.data == .some(nil))
    #expect(nodes["/container"]?.stat.ephemeralOwner == Int64.min)
    #expect(
      nodes["/ttl"]?.stat.ephemeralOwner == Int64(bitPattern: 0xFF00_00FF_FFFF_FFFF))
    #expect(state.sessions.map(\.timeoutMilliseconds) == [20_000])
    #expect(nodes["/a/e"]?.stat.ephemeralOwner == state.sessions[0].id.rawValue)
    let digest = Identity(scheme: "digest", id: "user:tpUq/4Pn5A64fVZyQ0gOJ8ZWqkY=")
    let own = state.acls.first { $0.id == nodes["/own"]?.aclID }
    #expect(
      own?.acl == [
        ACL(.all, for: digest), ACL(.read, for: .anyone),
        ACL([.read, .write], for: Identity(scheme: "ip", id: "10.0.0.0/8")),
      ])
  }

  @Test(
    "trap 21: a log's sums are of one record each, a snapshot's of all that stands before it",
    arguments: GoldenDirectory.all)
  func sums(_ directory: GoldenDirectory) throws {
    let log = try #require(directory.files[try directory.logs()[0].path])
    var offset = 16
    var records = 0
    while offset + 12 <= log.count, number(log[offset..<offset + 8]) != 0 {
      let length = number(log[offset + 8..<offset + 12])
      let payload = log[offset + 12..<offset + 12 + length]
      #expect(number(log[offset..<offset + 8]) == adler(payload))
      // Behind the payload a byte says that the record is whole.
      offset += 12 + length + 1
      records += 1
    }
    #expect(records == 0x1E)
    // Within a compressed one the sum is the same, but the file shows it to nobody.
    for snapshot in try directory.snapshots() where snapshot.suffix == nil {
      let bytes = try #require(directory.files[snapshot.path])
      // It ends with a sum of 8 bytes and the text "/", and nothing before it is left out.
      #expect(number(bytes[(bytes.count - 13)...].prefix(8)) == adler(bytes.dropLast(13)))
    }
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Adler-32 as its definition has it.
  private func adler(_ bytes: ArraySlice<UInt8>) -> Int {
    let (low, high) = bytes.reduce((1, 0)) { sums, byte in
      let low = (sums.0 + Int(byte)) % 65_521
      return (low, (sums.1 + low) % 65_521)
    }
    return high << 16 | low
  }

  @Test("the digest in a real snapshot is that of its nodes", arguments: GoldenDirectory.all)
  func digest(_ directory: GoldenDirectory) throws {
    let transactions = try directory.logs().flatMap(directory.transactions)
    for snapshot in try directory.snapshots().dropFirst() {
      let state = try directory.state(snapshot)
      guard !directory.name.hasSuffix("plain") else {
        #expect(state.tail.digest == nil)
        continue
      }
      let digest = TreeDigest(value: state.nodes.reduce(0) { $0 &+ $1.digest })
      #expect(state.tail.digest == SnapshotDigest(zxid: snapshot.zxid, digest: digest))
      #expect(transactions.first { $0.zxid == snapshot.zxid }?.digest == digest)
    }
    let tails = try directory.snapshots().map { try directory.state($0).tail }
    let lastZxids = tails.map { $0.lastZxid?.rawValue }
    #expect(lastZxids == (directory.name.contains("3.9") ? [0, 0x1E, 0x21] : [nil, nil, nil]))
  }

  @Test("what is read of a snapshot is written to the same bytes", arguments: GoldenDirectory.all)
  func snapshotBytes(_ directory: GoldenDirectory) throws {
    for snapshot in try directory.snapshots() {
      let state = try directory.state(snapshot)
      let storage = MemoryStorage()
      for compression in [SnapshotWriter.Compression.none, .gzip] {
        try state.write(at: snapshot.zxid, compression: compression, on: storage)
      }
      let plain = "/data/version-2/snapshot." + String(snapshot.zxid.rawValue, radix: 16)
      let ours = try #require(storage.disk.bytes(plain))
      if snapshot.suffix == nil {
        let theirs = try #require(directory.files[snapshot.path])
        let common = min(ours.count, theirs.count)
        #expect(ours.prefix(common) == theirs.prefix(common))
        // The part with the last zxid came with 3.9, and we write it together with a digest only.
        let difference = ["apache-3.8": 21, "apache-3.8-plain": 0, "apache-3.9-plain": -21]
        #expect(ours.count - theirs.count == difference[directory.name])
      }
      let copies = try GoldenDirectory.location.snapshotFiles(in: storage)
      #expect(copies.count == 2)
      for copy in copies {
        var read = RecoveredState()
        var reader = try SnapshotReader(copy, on: storage)
        _ = try reader.read(into: &read)
        #expect(read.nodes == state.nodes && read.sessions == state.sessions)
        #expect(read.acls == state.acls)
      }
    }
  }

  @Test("a real directory is recovered", arguments: GoldenDirectory.all)
  func recovery(_ directory: GoldenDirectory) throws {
    var state = RecoveredState()
    let report = try Recovery(GoldenDirectory.location, on: directory.storage).run(into: &state)
    #expect(report.lastZxid.rawValue == 0x21 && report.transactions == 0)
    #expect(report.skipped.isEmpty)
    var older = directory.files
    for snapshot in try directory.snapshots().dropFirst() { older[snapshot.path] = nil }
    let storage = MemoryStorage(MemoryDisk(older))
    let fromStart = try Recovery(GoldenDirectory.location, on: storage).run(into: &state)
    #expect(fromStart.lastZxid.rawValue == 0x21 && fromStart.transactions == 0x21)
    #expect(state.transactions.map(\.zxid.rawValue) == Array(1...0x21))
  }
}

extension Change {
  fileprivate var isError: Bool { kind == "error" }

  /// What kind of change it is, without its values.
  fileprivate var kind: String {
    let text = "\(self)"
    return String(text.prefix { $0 != "(" })
  }
}

extension PersistedNode {
  /// What this node adds to the digest of the tree.
  fileprivate var digest: Int64 {
    if path.hasPrefix("/zookeeper/") { return 0 }
    var bytes = Array(path.utf8) + (data ?? [])
    let longs = [
      stat.czxid.rawValue, stat.mzxid.rawValue, stat.pzxid.rawValue,
      stat.ctime.millisecondsSinceEpoch, stat.mtime.millisecondsSinceEpoch,
    ]
    for long in longs { bytes.append(bigEndian: long) }
    for int in [stat.version, stat.cversion, stat.aversion] { bytes.append(bigEndian: int) }
    bytes.append(bigEndian: stat.ephemeralOwner)
    return Int64(Checksum.crc32(bytes.span.bytes))
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
