internal import Glibc

/// The signals by which a process is asked to end: SIGTERM and SIGINT.
///
/// They are handled, and not blocked and waited for: while it has nothing to do, the main thread of
/// a program with tasks lets every signal in, whatever its mask was.
package final class TerminationSignals: Sendable {
  private let bell: Bell

  /// From now on they end nothing by themselves.
  package init() throws(SystemError) {
    bell = try Bell()
    Kernel.ring(bell.descriptor, at: [SIGTERM, SIGINT])
  }

  /// Calls `action` each time one of them comes, on a thread of its own.
  package func each(_ action: @escaping @Sendable () -> Void) throws(SystemError) {
    _ = try Thread(named: "zk-signals") { [self] in
      while true {
        Kernel.waitForRing(of: bell.descriptor)
        action()
      }
    }
  }
}
