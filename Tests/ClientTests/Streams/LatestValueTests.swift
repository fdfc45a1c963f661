import Testing
import ZooKeeper

@Suite(.timeLimit(.minutes(1))) struct LatestValueTests {
  private let executor = SteppedExecutor()
  private let value = LatestValue("connecting")

  @Test("a reader sees the current value first, whenever it comes")
  func currentFirst() {
    #expect(Reading(value.updates, on: executor).elements == ["connecting"])
    value.set("connected")
    #expect(value.current == "connected")
    #expect(Reading(value.updates, on: executor).elements == ["connected"])
  }

  @Test("who waits sees every value that is there when it looks, and none twice")
  func latest() {
    let reading = Reading(value.updates, on: executor)
    value.set("connected")
    #expect(reading.elements == ["connecting", "connected"])
    value.set("suspended")
    value.set("connected")
    value.set("ended")
    #expect(reading.elements == ["connecting", "connected", "ended"])
  }

  @Test("a value that is set again is a new one, because something may have been in between")
  func sameValue() {
    let reading = Reading(value.updates, on: executor)
    value.set("connecting")
    #expect(reading.elements == ["connecting", "connecting"])
  }

  @Test("all readers see the last value before the end, and who comes late too")
  func finish() {
    let readings = (0..<3).map { _ in Reading(value.updates, on: executor) }
    value.set("ended")
    value.finish()
    value.set("too late")
    for reading in readings {
      #expect(reading.elements == ["connecting", "ended"])
      #expect(reading.hasEnded)
    }
    let late = Reading(value.updates, on: executor)
    #expect(late.elements == ["ended"])
    #expect(late.hasEnded)
    #expect(value.current == "ended")
  }

  @Test("the end reaches who waits")
  func finishWhileWaiting() {
    let reading = Reading(value.updates, on: executor)
    #expect(!reading.hasEnded)
    value.finish()
    #expect(reading.hasEnded)
  }

  @Test("a cancelled reader ends, and the others go on")
  func cancellation() {
    let readings = (0..<3).map { _ in Reading(value.updates, on: executor) }
    readings[1].cancel()
    #expect(readings[1].hasEnded)
    value.set("connected")
    #expect(readings[0].elements == ["connecting", "connected"])
    #expect(readings[1].elements == ["connecting"])
    #expect(readings[2].elements == ["connecting", "connected"])
  }
}
