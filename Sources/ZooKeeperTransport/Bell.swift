internal import CLinux
internal import Glibc

/// What any thread can ring to wake the one that sleeps in the poller.
struct Bell: ~Copyable, Sendable {
  let descriptor: Int32

  init() throws(SystemError) {
    descriptor = linux_bell_create()
    if descriptor < 0 { throw SystemError(.eventfd, code: errno) }
  }

  deinit {
    close(descriptor)
  }

  func ring() {
    linux_bell_ring(descriptor)
  }

  /// Until it is rung again.
  func silence() {
    linux_bell_silence(descriptor)
  }
}
