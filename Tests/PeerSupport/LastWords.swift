import Foundation

/// The end of a log, for an error message.
func tail(ofFile path: String, lines: Int = 20) -> String {
  guard let data = FileManager.default.contents(atPath: path) else { return "" }
  let text = String(decoding: data, as: UTF8.self)
  return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
}
