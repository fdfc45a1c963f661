import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct PayloadTests {
  @Test("a literal is text, with values in it")
  func literals() {
    let count = 7
    let payload: Payload = "\(count) jobs: é"
    #expect(payload.bytes == Array("7 jobs: é".utf8))
    #expect(payload.text == "7 jobs: é")
  }

  @Test("any collection of bytes will do")
  func collections() {
    #expect(Payload([1, 2, 3]).bytes == [1, 2, 3])
    #expect(Payload([1, 2, 3, 4].dropFirst() as ArraySlice<UInt8>).bytes == [2, 3, 4])
    #expect(Payload("abc".dropLast().utf8) == "ab")
    #expect(Payload(String("abc")) == "abc")
    #expect(Payload(Payload("x").reversed()) == "x")
  }

  @Test("it is a collection itself")
  func elements() {
    let payload: Payload = "abc"
    #expect(payload.count == 3 && payload[1] == UInt8(ascii: "b"))
    #expect(Array(payload[1...]) == Array("bc".utf8))
    #expect(Payload.empty.isEmpty && Payload.empty == "")
  }

  @Test("bytes that are no text are not made one")
  func invalidText() {
    let payload = Payload([0x61, 0xFF])
    #expect(payload.text == nil)
    #expect("\(payload)" == "2 bytes")
    #expect("\(Payload("a"))" == "a")
    #expect(Node(data: payload, stat: Stat()).text == nil)
    #expect(Node(data: "ready", stat: Stat()).text == "ready")
  }
}
