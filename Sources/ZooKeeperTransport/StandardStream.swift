/// What a process says to whoever started it.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes a line. Where nobody listens any more, it is lost.
  package func writeLine(_ line: String) {
    Kernel.writeAll(line + "\n", to: rawValue)
  }
}
