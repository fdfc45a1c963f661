import Testing
import ZooKeeperModel
import ZooKeeperWire

@testable import ZooKeeperSession

/// The two queues that requests stand in, against plain arrays.
@Suite struct QueueTests {
  @Test("a ring holds what an array would, whatever comes and goes at its ends")
  func ring() {
    var random = RandomSource(seed: 1)
    var ring = Ring<Int>()
    var model: [Int] = []
    for step in 0..<20_000 {
      switch random.next() % 8 {
      case 0...2:
        ring.append(step)
        model.append(step)
      case 3:
        ring.prepend(step)
        model.insert(step, at: 0)
      case 4...6:
        #expect(ring.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
      default:
        if step.isMultiple(of: 50) {
          #expect(ring.take { $0.isMultiple(of: 3) } == model.filter { $0.isMultiple(of: 3) })
          model.removeAll { $0.isMultiple(of: 3) }
        } else if step.isMultiple(of: 51) {
          #expect(ring.takeAll() == model)
          model = []
        } else if let last = model.indices.last {
          ring[last] = step
          model[last] = step
        }
      }
      #expect(ring.count == model.count)
      #expect(ring.first == model.first)
    }
    #expect((0..<ring.count).map { ring[$0] } == model)
  }

  @Test("bodies keep their places while others go, and what is gone is given back")
  func requestBytes() {
    var random = RandomSource(seed: 2)
    var bytes = RequestBytes()
    var bodies: [(place: RequestBytes.Place, content: [UInt8])] = []
    for step in 0..<3000 {
      if bodies.count < 5 || !random.next().isMultiple(of: 2) {
        let content = [UInt8](
          repeating: UInt8(truncatingIfNeeded: step), count: Int(random.next() % 4000))
        bodies.append((bytes.append(content.span.raw), content))
      } else {
        bodies.removeFirst(Int(random.next() % UInt64(bodies.count + 1)))
        bytes.release(before: bodies.first?.place.start)
      }
      if let body = bodies.randomElement(using: &random) {
        var buffer = WireBuffer()
        bytes.write(body.place, to: &buffer)
        #expect(buffer.bytes.copied() == body.content)
      }
      // What is gone is moved over when it is more than half, and more than is kept anyway.
      let live = bodies.reduce(0) { $0 + $1.content.count }
      #expect(bytes.heldBytes <= max(2 * live, live + Limits.requestBytesKept) + 1)
    }
  }
}
