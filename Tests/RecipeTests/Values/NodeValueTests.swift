import Foundation
import Testing
import ZooKeeper
import ZooKeeperRecipes

@Suite("What values are in a node")
struct NodeValueTests {
  enum Mode: String, NodeValue { case calm, busy }
  enum Level: Int, Codable, NodeValue { case low = 1, high = 9 }
  struct Moment: Codable, Hashable, NodeValue { var date: Date }
  struct Link: Codable, Hashable, NodeValue { var url: String, weight: Double?, at: [Int] }
  /// As somebody writes a form of one's own.
  struct Pair: Hashable, NodeValue {
    var left: Int, right: Int
    struct NoPair: Error {}
    init(_ left: Int, _ right: Int) { (self.left, self.right) = (left, right) }
    init(decoding data: Payload) throws {
      let parts = data.split(separator: UInt8(ascii: ":"))
      guard parts.count == 2 else { throw NoPair() }
      left = try Int(decoding: Payload(parts[0]))
      right = try Int(decoding: Payload(parts[1]))
    }
    func encoded() -> Payload { "\(left):\(right)" }
  }

  private func check<Value: NodeValue & Equatable>(_ value: Value, _ data: Payload) throws {
    #expect(try value.encoded() == data)
    #expect(try Value(decoding: data) == value)
  }

  @Test("texts, bytes, numbers and truth values are written plainly")
  func plain() throws {
    try check("grüße", "grüße")
    try check("", "")
    try check(Payload([0xff, 0x00]), Payload([0xff, 0x00]))
    try check(true, "true")
    try check(false, "false")
    try check(-42, "-42")
    try check(UInt8.max, "255")
    try check(Int64.min, "-9223372036854775808")
    try check(UInt64.max, "18446744073709551615")
    try check(0.1, "0.1")
    try check(-1.5e300, "-1.5e+300")
  }

  @Test("types with a raw value are written as that, also if they are Codable")
  func rawValues() throws {
    try check(Mode.busy, "busy")
    try check(Level.high, "9")
  }

  @Test("Codable types are JSON in one line with its keys in order")
  func json() throws {
    try check(Settings(limit: 5, hosts: ["b", "a"]), #"{"hosts":["b","a"],"limit":5}"#)
    try check(
      Link(url: "http://a/b?c", weight: nil, at: []), #"{"at":[],"url":"http://a/b?c"}"#)
    try check(
      Link(url: "ü\"\n", weight: 0.5, at: [1]), #"{"at":[1],"url":"ü\"\n","weight":0.5}"#)
  }

  @Test("JSON that others wrote with spaces, another order and more keys is read")
  func foreignJSON() throws {
    let data: Payload = #"{ "limit": 7, "comment": {"by": ["x"]}, "hosts": [ "a" ] }"#
    #expect(try Settings(decoding: data) == Settings(limit: 7, hosts: ["a"]))
  }

  @Test("dates are written as ISO 8601 has them")
  func dates() throws {
    let data: Payload = #"{"date":"2023-11-14T22:13:20Z"}"#
    let moment = try Moment(decoding: data)
    #expect(moment.date.timeIntervalSince1970 == 1_700_000_000)
    #expect(try moment.encoded() == data)
  }

  @Test("a type of one's own says itself how it is written")
  func own() throws {
    try check(Pair(3, -4), "3:-4")
    #expect(throws: Pair.NoPair.self) { try Pair(decoding: "3") }
  }

  @Test(
    "what is no decimal number is none",
    arguments: ["", " 1", "1\n", "1,0", "0x10", "1_000", "nan", "inf", "-infinity", "1e999", "٣"])
  func noNumbers(_ text: String) {
    #expect(throws: (any Error).self) { try Int(decoding: Payload(text)) }
    #expect(throws: (any Error).self) { try Double(decoding: Payload(text)) }
  }

  @Test("what does not fit or has another form is refused, without quoting it")
  func malformed() throws {
    #expect(throws: (any Error).self) { try UInt8(decoding: "256") }
    #expect(throws: (any Error).self) { try UInt(decoding: "-1") }
    #expect(throws: (any Error).self) { try Bool(decoding: "yes") }
    #expect(throws: (any Error).self) { try Bool(decoding: "TRUE") }
    #expect(throws: (any Error).self) { try String(decoding: Payload([0xff])) }
    #expect(throws: (any Error).self) { try Mode(decoding: "loud") }
    #expect(throws: (any Error).self) { try Level(decoding: "2") }
    #expect(throws: (any Error).self) { try Settings(decoding: "") }
    #expect(throws: (any Error).self) { try Settings(decoding: "{}") }
    #expect(throws: (any Error).self) { try Double.nan.encoded() }
    #expect(throws: (any Error).self) { try Double.infinity.encoded() }
    let error = #expect(throws: (any Error).self) { try Int(decoding: "hunter2") }
    #expect(error.map { "\($0)" } == "no decimal Int in 7 bytes")
  }
}
