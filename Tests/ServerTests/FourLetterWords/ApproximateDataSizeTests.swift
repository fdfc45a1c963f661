import Testing
import ZooKeeperModel

@testable import ZooKeeperTree

@Suite("The size of the data")
struct ApproximateDataSizeTests {
  /// A real server, recorded for the four-letter words, says 116 of this tree.
  @Test("is what Apache says, through changes, and back from a snapshot")
  func size() {
    var tree = DataTree(.init(checksum: nil, hashKey: 1))
    let changes: [Change] = [
      .create(node("/app", "some data"), isEphemeral: false),
      .create(node("/app/one", "1"), isEphemeral: true),
      .create(node("/app/two", "22"), isEphemeral: true),
      .setData(
        path: "/app/one", data: Array("a value of thirty bytes or so..".utf8),
        version: Version(rawValue: 1)),
      .create(node("/app/three", ""), isEphemeral: true),
    ]
    for change in changes { apply(change, to: &tree) }
    #expect(tree.approximateDataSize == 116)

    var copy = DataTree(.init(checksum: nil, hashKey: 2))
    var cursor = SnapshotCursor()
    while let node = cursor.next(in: tree) { _ = copy.restore(node, acl: []) }
    #expect(copy.approximateDataSize == 116)

    apply(.delete(path: "/app/two"), to: &tree)
    #expect(tree.approximateDataSize == 106)
  }

  @Test("includes what is noted of quotas")
  func quotas() {
    var tree = DataTree(.init(checksum: nil, hashKey: 1))
    let changes: [Change] = [
      .create(node("/a", ""), isEphemeral: false),
      .create(node("/zookeeper/quota/a", ""), isEphemeral: false),
      .create(node("/zookeeper/quota/a/zookeeper_limits", "count=9,bytes=9"), isEphemeral: false),
      .create(node("/zookeeper/quota/a/zookeeper_stats", ""), isEphemeral: false),
      .create(node("/a/b", "12345"), isEphemeral: false),
    ]
    for change in changes { apply(change, to: &tree) }

    var copy = DataTree(.init(checksum: nil, hashKey: 2))
    var cursor = SnapshotCursor()
    while let node = cursor.next(in: tree) { _ = copy.restore(node, acl: []) }
    #expect(tree.approximateDataSize == copy.approximateDataSize)
  }

  private func node(_ path: String, _ data: String) -> NodeCreation {
    NodeCreation(path: path, data: Array(data.utf8), acl: nil, parentCVersion: -1)
  }

  private func apply(_ change: Change, to tree: inout DataTree) {
    let transaction = Transaction(
      session: SessionID(rawValue: 1), cxid: 0,
      zxid: Zxid(rawValue: tree.lastZxid.rawValue + 1),
      time: Timestamp(millisecondsSinceEpoch: 0), change: change)
    tree.apply(transaction) { _ in }
  }
}
