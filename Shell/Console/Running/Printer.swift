import Synchronization

/// Where answers and complaints go: answers to standard output, all else to standard error.
final class Printer: Sendable {
  /// Above this, answers are written before the command is done.
  private static let pendingBytesMax = 65_536

  private let output: Descriptor
  private let error: Descriptor
  private let renderer: Renderer
  private let pending = Mutex<[UInt8]>([])

  init(output: Descriptor, error: Descriptor) {
    self.output = output
    self.error = error
    renderer = Renderer(forTerminal: output.isTerminal)
  }

  /// Takes an answer; the command need not be done.
  func show(_ answer: Answer) throws(Complaint) {
    try add(renderer.bytes(of: answer))
  }

  /// Takes what is an answer without servers.
  func show(_ text: String) throws(Complaint) {
    try add(Array("\(text)\n".utf8))
  }

  private func add(_ bytes: [UInt8]) throws(Complaint) {
    let isFull = pending.withLock { pending in
      pending += bytes
      return pending.count > Self.pendingBytesMax
    }
    if isFull { try flush() }
  }

  /// Writes whatever was taken.
  func flush() throws(Complaint) {
    let bytes = pending.withLock { pending in
      defer { pending = [] }
      return pending
    }
    try output.write(bytes)
  }

  /// Says a line to people. That nobody listens is no reason to stop.
  func say(_ line: String) {
    try? error.write(Array("\(line)\n".utf8))
  }
}
