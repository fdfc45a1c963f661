import Testing
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTree
import ZooKeeperWire

@Suite struct LogRecordTests {
  private static let node = NodeCreation(
    path: "/a", data: [1], acl: AccessControl.open.entries, parentCVersion: 5)

  static let changes: [Change] = [
    .create(node, isEphemeral: true), .createContainer(node),
    .createTTL(node, ttlMilliseconds: 1 << 39), .delete(path: "/a"),
    .setData(path: "/a", data: nil, version: Version(rawValue: -3)),
    .setData(path: "/a", data: [], version: Version(rawValue: 0)),
    .setACL(path: "/a", acl: nil, version: Version(rawValue: 1)),
    .createSession(timeoutMilliseconds: 4_000), .closeSession(paths: nil),
    .closeSession(paths: []), .closeSession(paths: ["/abc"]), .closeSession(paths: ["/a", "/b"]),
    .error(ErrorCode(rawValue: -9_999)), .multi([]),
    .multi([.create(node, isEphemeral: false), .check(path: "/a", version: .any), .error(.ok)]),
  ]

  @Test(
    "what is written is read again, with a digest and without",
    arguments: changes, [nil, TreeDigest(value: -1)])
  func roundTrip(_ change: Change, _ digest: TreeDigest?) throws {
    let transaction = Transaction.made(change, digest: digest)
    #expect(try decode(encode(transaction)) == transaction)
  }

  @Test("a create of before 3.4 lacks the parent's count", arguments: [Int32(1), 15])
  func oldCreate(_ type: Int32) throws {
    var node = LogRecordTests.node
    node.parentCVersion = -1
    var bytes = encode(.made(.create(node, isEphemeral: false), digest: nil)).dropLast(4)
    bytes[31] = UInt8(type)
    #expect(try decode(Array(bytes)).change == .create(node, isEphemeral: false))
  }

  @Test("types that say only how the client asked are read as what they do")
  func merged() throws {
    var delete = encode(.made(.delete(path: "/a")))
    delete[31] = 20
    #expect(try decode(delete).change == .delete(path: "/a"))
    let change = Change.setData(path: "/a", data: [1], version: Version(rawValue: 1))
    var reconfig = encode(.made(change))
    reconfig[31] = 16
    #expect(try decode(reconfig).change == change)
  }

  @Test("what makes no sense is refused and named")
  func refused() throws {
    var unknown = encode(.made(.delete(path: "/a")))
    unknown[31] = 99
    #expect(throws: FileDamage.Reason.unknownTransaction(type: 99)) { try decode(unknown) }
    let trailing = encode(.made(.delete(path: "/a"))) + [0]
    #expect(throws: FileDamage.Reason.trailingBytes(1)) { try decode(trailing) }
    let nested = encode(.made(.multi([.multi([])])))
    #expect(throws: FileDamage.Reason.self) { try decode(nested) }
  }

  @Test("a record cut anywhere is refused or an older form of itself")
  func truncated() {
    for change in LogRecordTests.changes {
      let bytes = encode(.made(change))
      for length in 0..<bytes.count {
        guard let cut = try? decode(Array(bytes[..<length])) else { continue }
        // Without its paths the end of a session looks as it does where they are not logged.
        #expect(
          cut.digest == nil || cut.change == .closeSession(paths: nil),
          "\(change) cut at \(length)")
      }
    }
  }

  private func encode(_ transaction: Transaction) -> [UInt8] {
    var writer = JuteWriter()
    LogRecord.encode(transaction, to: &writer)
    return writer.bytes.copied()
  }

  private func decode(_ bytes: [UInt8]) throws(FileDamage.Reason) -> Transaction {
    var reader = JuteReader(bytes.span.bytes)
    return try LogRecord.decode(from: &reader)
  }
}
