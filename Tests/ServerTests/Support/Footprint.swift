import Foundation

/// What this process holds.
enum Footprint {
  static var descriptors: Int { entries(of: "/proc/self/fd") }
  static var threads: Int { entries(of: "/proc/self/task") }

  /// The most memory that was ever in use, in bytes.
  static var peakBytes: Int { kilobytes(of: "VmHWM") << 10 }
  /// The memory that is in use, in bytes.
  static var bytes: Int { kilobytes(of: "VmRSS") << 10 }

  private static func entries(of directory: String) -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: directory).count) ?? 0
  }

  private static func kilobytes(of field: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return .max >> 10
    }
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? .max >> 10
  }
}
