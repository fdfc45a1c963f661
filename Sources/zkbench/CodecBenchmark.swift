import CCodecFloor
import Glibc
import ZooKeeperModel
import ZooKeeperWire

/// `zkbench codec`: what it costs to turn words into bytes and bytes into words.
enum CodecBenchmark {
  static func run() {
    print("| record | bytes | encode ns | allocations | decode ns | allocations |")
    print("|---|---|---|---|---|---|")
    for record in CodecSamples.all {
      let costs = Measurement(calls: record.calls).costs(of: [record.encode, record.decode])
      print(
        "| \(record.name) | \(record.byteCount) | \(text(costs[0].nanoseconds))"
          + " | \(text(costs[0].allocations)) | \(text(costs[1].nanoseconds))"
          + " | \(text(costs[1].allocations)) |")
    }
    print("")
    againstC()
  }

  /// Header and GetDataResponse of 100 bytes, in turn with a C program that does the same.
  private static func againstC() {
    let frame = CodecSamples.frame(
      header: ReplyHeader(xid: Xid(rawValue: 1), zxid: Zxid(rawValue: 9)),
      CodecSamples.dataReply)
    let costs = Measurement().costs(of: [
      { decodeInC(frame, times: $0) },
      { decodeInPlace(frame, times: $0) },
      { decodeOwnedInC(frame, times: $0) },
      { decodeOwned(frame, times: $0) },
    ])
    print("| header + GetDataResponse 100 B | C ns | Swift ns | ratio | allocations |")
    print("|---|---|---|---|---|")
    row("data copied to memory at hand", costs[0], costs[1])
    row("data in memory of its own", costs[2], costs[3])
  }

  private static func row(_ name: String, _ floor: Cost, _ ours: Cost) {
    print(
      "| \(name) | \(text(floor.nanoseconds)) | \(text(ours.nanoseconds))"
        + " | \(text(ours.nanoseconds / floor.nanoseconds)) | \(text(ours.allocations)) |")
  }

  private static func decodeInC(_ frame: [UInt8], times: Int) {
    var data = [UInt8](repeating: 0, count: 100)
    for _ in 0..<times {
      var reply = floor_reply()
      let result = floor_decode(frame, frame.count, &reply, &data, data.count)
      precondition(result == 0, "the floor cannot read its frame")
      use(reply)
    }
  }

  private static func decodeOwnedInC(_ frame: [UInt8], times: Int) {
    for _ in 0..<times {
      var reply = floor_reply()
      var data: UnsafeMutablePointer<UInt8>?
      let result = floor_decode_owned(frame, frame.count, &reply, &data)
      precondition(result == 0, "the floor cannot read its frame")
      use(reply)
      free(data)
    }
  }

  private static func decodeInPlace(_ frame: [UInt8], times: Int) {
    var data = [UInt8](repeating: 0, count: 100)
    data.withUnsafeMutableBytes { target in
      for _ in 0..<times {
        var reader = JuteReader(frame.span.bytes)
        guard let header = try? ReplyHeader(from: &reader), header.error == .ok,
          let bytes = try? reader.buffer("data"), bytes.byteCount <= target.count
        else { preconditionFailure("the codec cannot read its frame") }
        bytes.withUnsafeBytes { target.copyMemory(from: $0) }
        guard let stat = try? Stat(from: &reader) else {
          preconditionFailure("the codec cannot read its frame")
        }
        use(stat)
      }
    }
  }

  private static func decodeOwned(_ frame: [UInt8], times: Int) {
    for _ in 0..<times {
      var reader = JuteReader(frame.span.bytes)
      use(try? ReplyHeader(from: &reader))
      use(try? DataReply(from: &reader))
    }
  }

  private static func text(_ number: Double) -> String {
    let tenths = (number * 10).rounded()
    return "\(Int(tenths) / 10).\(Int(tenths) % 10)"
  }
}
