import FrameSupport
import Glibc

/// Inputs for the fuzzer to start from: well-formed frames of every kind, which it would need long
/// to make up by itself.
enum FuzzSeeds {
  static func write(to folder: String) -> Bool {
    var generator = FrameGenerator(seed: 1)
    for round in 0..<3 {
      for (index, (kind, frame)) in generator.frames().enumerated() {
        guard let choice = FrameKind.all.firstIndex(of: kind) else { continue }
        let input = [UInt8(choice)] + frame.encoded()
        guard write(input, to: "\(folder)/seed-\(round)-\(index)") else { return false }
      }
    }
    return true
  }

  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    guard let file = fopen(path, "w") else {
      perror(path)
      return false
    }
    defer { fclose(file) }
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
  }
}
