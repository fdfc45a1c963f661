/// What a process says to whoever started it.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// From now on a stream that nobody reads any more does not end the process.
  package static func outliveReaders() {
    Kernel.ignoreBrokenPipes()
  }

  /// Writes a line. It is lost where nobody listens any more, and where a reader lets so much pile
  /// up that the writer would have to wait.
  package func writeLine(_ line: String) {
    Kernel.writeAll(line + "\n", to: rawValue)
  }
}
