import Testing
import ZooKeeperTree

@Suite struct QuotaTests {
  private func text(_ record: QuotaRecord) -> String {
    String(decoding: record.data, as: UTF8.self)
  }

  /// From Apache's own class, version 3.9.3.
  @Test(
    "records are read and written as Apache reads and writes them",
    arguments: [
      ("", "count=-1,bytes=-1"),
      ("count=1,bytes=2", "count=1,bytes=2"),
      (
        "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=2",
        "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=2"
      ),
      ("count=1", "count=1,bytes=-1"),
      ("bytes=7", "count=-1,bytes=7"),
      ("count=1;bytes=2", "count=1,bytes=2"),
      ("count=1,", "count=1,bytes=-1"),
      ("count=1,,;;bytes=2", "count=1,bytes=2"),
      (";", "count=-1,bytes=-1"),
      ("count==5", "count=-1,bytes=-1"),
      ("=5", "count=-1,bytes=-1=;=5"),
      ("=7,count=1", "count=1,bytes=-1=;=7"),
      ("count=1=2", "count=1,bytes=-1"),
      ("count=+1", "count=1,bytes=-1"),
      ("count=-5", "count=-5,bytes=-1"),
      ("count=1,count=2", "count=2,bytes=-1"),
      ("byteHardLimit=3", "count=-1,bytes=-1=;byteHardLimit=3"),
      ("zebra=1,apple=2,count=3", "count=3,bytes=-1=;apple=2;zebra=1"),
      (
        "Zulu=1,alpha=2,\u{FB00}=3,\u{1F600}=4",
        "count=-1,bytes=-1=;Zulu=1;alpha=2;\u{1F600}=4;\u{FB00}=3"
      ),
      ("count=9223372036854775807", "count=9223372036854775807,bytes=-1"),
    ] as [(String, String)])
  func records(_ read: String, _ written: String) throws {
    let record = try #require(QuotaRecord(Array(read.utf8)))
    #expect(record.data == Array(written.utf8))
  }

  /// Apache's own class, version 3.9.3, throws at these.
  @Test(
    "a record that Apache cannot read is none",
    arguments: [
      ",count=1", "count=", "count==", "=", "count= 1", "count=1 ", "count=x", "count",
      "count=9223372036854775808",
    ])
  func unreadable(_ text: String) {
    #expect(QuotaRecord(Array(text.utf8)) == nil)
  }

  @Test("a record without anything says nothing")
  func unset() {
    #expect(text(QuotaRecord()) == "count=-1,bytes=-1")
    #expect(QuotaRecord().usage == QuotaUsage(count: -1, bytes: -1))
  }

  @Test("usage goes up and down, and leaves the other numbers alone")
  func usage() throws {
    var record = try #require(QuotaRecord(Array("count=3,bytes=10=;countHardLimit=5".utf8)))
    let used = record.usage
    record.usage = used + QuotaUsage(count: -1, bytes: 90)
    #expect(text(record) == "count=2,bytes=100=;countHardLimit=5")
  }

  @Test(
    "only hard limits forbid, only what grows beyond them, and only what changes",
    arguments: [
      ("count=1,bytes=1", 5, 5, false),
      ("countHardLimit=10", 0, 100, false),
      ("countHardLimit=10", 1, 0, false),
      ("countHardLimit=9", 1, 0, true),
      ("countHardLimit=8", 0, 1, false),
      ("countHardLimit=8", -1, 1, false),
      ("countHardLimit=7", -1, 0, true),
      ("countHardLimit=0", 1, 0, true),
      ("countHardLimit=-1", 1, 0, false),
      ("byteHardLimit=100", 1, 1, true),
      ("byteHardLimit=50", 1, 0, false),
      ("byteHardLimit=99", 1, -1, false),
      ("byteHardLimit=98", 1, -1, true),
      ("countHardLimit=20;byteHardLimit=50", 1, 1, true),
    ] as [(String, Int64, Int64, Bool)])
  func forbidding(_ limits: String, _ count: Int64, _ bytes: Int64, _ isForbidden: Bool) throws {
    let record = try #require(QuotaRecord(Array(limits.utf8)))
    let change = QuotaUsage(count: count, bytes: bytes)
    #expect(record.forbids(change, after: QuotaUsage(count: 9, bytes: 100)) == isForbidden)
  }

  @Test(
    "the paths of limits and stats name their subject",
    arguments: [
      ("/zookeeper/quota/a/zookeeper_limits", .limits(of: "/a")),
      ("/zookeeper/quota/a/b/zookeeper_stats", .stats(of: "/a/b")),
      ("/zookeeper/quota/zookeeper_limits/zookeeper_stats", .stats(of: "/zookeeper_limits")),
    ] as [(String, QuotaNode)])
  func paths(_ path: String, _ node: QuotaNode) {
    #expect(QuotaNode(path: path) == node)
    #expect(node.path == path)
  }

  @Test(
    "other paths say nothing about a quota",
    arguments: [
      "/zookeeper/quota/zookeeper_limits", "/zookeeper/quota/a", "/a/zookeeper_limits",
      "/zookeeper/quotas/a/zookeeper_limits", "/zookeeper/quota/a/zookeeper_limits/b", "/", "",
    ])
  func otherPaths(_ path: String) {
    #expect(QuotaNode(path: path) == nil)
  }

  @Test("the nearest quota above a node is the one that counts, and never the root's")
  func index() {
    var index = QuotaIndex()
    #expect(index.subject(of: "/a/b") == nil)
    for path in ["/", "/a", "/a/b/c", "/\u{E9}"] { index.insert(path) }
    let subjects = [
      "/", "/b", "/a", "/a/b", "/a/b/c", "/a/b/c/d/e", "/ab", "/a/bc", "/\u{E9}/x", "/e\u{301}/x",
    ].map { index.subject(of: $0) }
    let expected = [nil, nil, "/a", "/a", "/a/b/c", "/a/b/c", nil, "/a", "/\u{E9}", nil]
    #expect(subjects == expected)
    index.remove("/a/b/c")
    #expect(index.subject(of: "/a/b/c/d") == "/a")
    index.remove("/a")
    #expect(index.subject(of: "/a/b/c/d") == nil)
  }
}
