import FrameSupport
import ZooKeeperModel
import ZooKeeperWire

/// What libFuzzer calls with every input it makes up.
///
/// The first byte chooses what the rest is taken for. Whatever is read must be written and read
/// again to the same words; anything else, and any crash, stops the fuzzer, which keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first else { return 0 }
  let bytes = Array(input.dropFirst())
  if choice == 255 {
    fuzzAssembler(bytes)
  } else {
    fuzzFrame(FrameKind.all[Int(choice) % FrameKind.all.count], bytes)
  }
  return 0
}

private func fuzzFrame(_ kind: FrameKind, _ bytes: [UInt8]) {
  for text in [JuteReader.TextRule.strict, .repairing] {
    guard let frame = try? Frame.decode(kind, bytes, text: text).frame else { continue }
    let again = try? Frame.decode(kind, frame.encoded()).frame
    // Bytes too, because Swift calls texts equal that differ in theirs.
    precondition(
      again == frame && again?.encoded() == frame.encoded(),
      "\(kind): what was read is not what is written")
  }
}

/// However a stream is cut into chunks, the same frames must come out.
private func fuzzAssembler(_ bytes: [UInt8]) {
  guard let step = bytes.first.map({ Int($0) + 1 }) else { return }
  let stream = Array(bytes.dropFirst())
  precondition(
    frames(of: stream, step: step) == frames(of: stream, step: stream.count + 1),
    "chunks of \(step) bytes give other frames than one chunk")
}

private func frames(of stream: [UInt8], step: Int) -> [[UInt8]] {
  var assembler = FrameAssembler(limit: 64, oversize: .cut(to: 16))
  var frames: [[UInt8]] = []
  for start in stride(from: 0, to: stream.count, by: step) {
    let chunk = Array(stream[start..<min(stream.count, start + step)])
    let used = try? assembler.consume(chunk.span.bytes) { frame, _ in
      frames.append(frame.copied())
      return .more
    }
    if used == nil { break }
  }
  return frames
}
