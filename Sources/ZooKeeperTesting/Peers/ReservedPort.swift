/// A port of this machine that nobody takes from a server while that is not running: before its
/// first start, and between two.
struct ReservedPort: ~Copyable, Sendable {
  let number: UInt16
  private let descriptor: Int32

  init() throws(TestingFailure) {
    (descriptor, number) = try Posix.reservePort()
  }

  deinit {
    Posix.release(descriptor)
  }
}
