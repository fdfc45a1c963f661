/// One broken rule at one place, worded so that the reader knows what to do next.
struct Violation: Equatable, Sendable, CustomStringConvertible {
  let path: String
  /// Nil where the whole file, or its absence, is the offence.
  let line: Int?
  let what: String
  let instead: String

  init(_ path: String, line: Int? = nil, _ what: String, instead: String) {
    self.path = path
    self.line = line
    self.what = what
    self.instead = instead
  }

  var place: String { line.map { "\(path):\($0)" } ?? path }

  var description: String { "\(place): \(what); \(instead)" }
}
