import CAllocations
import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperWire

@Suite struct MutationTests {
  /// How many mutated frames go through the decoder in each run of the tests.
  static let mutations = 1_000_000
  /// The most that decoding may hold at a time: a multiple of the frame, and a little to start.
  static let allocatedBytesPerByteMax = 12
  static let allocatedBytesBase = 512

  @Test("no bytes crash the decoder or make it allocate much, and what it takes it can write")
  func mutatedFrames() throws {
    let frames = Corpus.generated + (try Corpus.recorded()).filter { $0.bytes.count <= 1_000 }
    let seeds = Seeds.each(upTo: 100)
    for seed in seeds {
      var mutator = Mutator(seed: seed, of: frames)
      for _ in 0..<MutationTests.mutations / seeds.count {
        let entry = mutator.next()
        if let fault = fault(in: entry) {
          Issue.record("\(entry.kind), \(entry.bytes.count) bytes: \(fault)")
          Issue.record(Seeds.repeating(seed, "MutationTests"))
          return
        }
      }
    }
  }

  private func fault(in entry: Corpus.Entry) -> String? {
    let allowed =
      entry.bytes.count * MutationTests.allocatedBytesPerByteMax
      + MutationTests.allocatedBytesBase
    // The first use of a type costs the runtime some memory of its own: only the second counts.
    if allocatedBytes(entry) > allowed, allocatedBytes(entry) > allowed {
      return "decoding allocates more than \(allowed) bytes"
    }
    guard let frame = try? decode(entry) else { return nil }
    let again = try? Frame.decode(entry.kind, frame.encoded()).frame
    // Bytes too, because Swift calls texts equal that differ in theirs.
    guard again == frame, again?.encoded() == frame.encoded() else {
      return "what was read is not what is written"
    }
    return nil
  }

  private func allocatedBytes(_ entry: Corpus.Entry) -> Int {
    allocations_start_counting()
    _ = try? decode(entry)
    return Int(allocations_counted().bytes_peak)
  }

  private func decode(_ entry: Corpus.Entry) throws(WireError) -> Frame {
    try Frame.decode(entry.kind, entry.bytes, text: .repairing).frame
  }
}

/// Damages frames the way that bugs and enemies do.
struct Mutator {
  private let frames: [Corpus.Entry]
  private var random: RandomSource

  init(seed: UInt64, of frames: [Corpus.Entry]) {
    self.frames = frames
    random = RandomSource(seed: seed)
  }

  mutating func next() -> Corpus.Entry {
    var entry = frames[below(frames.count)]
    for _ in 0...below(4) {
      damage(&entry.bytes)
    }
    return entry
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes.append(0)
      return
    }
    let position = below(bytes.count)
    switch below(6) {
    case 0: bytes[position] ^= 1 << UInt8(below(8))
    case 1: bytes[position] = UInt8(truncatingIfNeeded: random.next())
    case 2: overwrite(&bytes, at: position)
    case 3: bytes.removeSubrange(position...)
    case 4: bytes.append(contentsOf: repeatElement(0xFF, count: below(8)))
    default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: position)
    }
  }

  /// Puts a number where a length might be.
  private mutating func overwrite(_ bytes: inout [UInt8], at position: Int) {
    let numbers: [Int32] = [
      0, -1, -2, 1, .max, .min, Int32(bytes.count), Int32(bytes.count) - 4, 0xF_FFFF,
    ]
    let number = numbers[below(numbers.count)]
    for index in 0..<4 where position + index < bytes.count {
      bytes[position + index] = UInt8(truncatingIfNeeded: number >> (24 - 8 * Int32(index)))
    }
  }

  private mutating func below(_ bound: Int) -> Int {
    Int(random.next() % UInt64(bound))
  }
}
