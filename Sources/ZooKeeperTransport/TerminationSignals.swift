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
    Kernel.ring(bell.descriptor, at: Self.numbers)
  }

  /// Calls `action` when the first of them comes, on a thread of its own. The second one ends the
  /// process: whoever sends it does not want to wait any longer.
  package func first(_ action: @escaping @Sendable () -> Void) throws(SystemError) {
    _ = try Thread(named: "zk-signals") { [self] in
      Kernel.waitForRing(of: bell.descriptor)
      Kernel.restore(Self.numbers)
      action()
    }
  }

  private static let numbers = [SIGTERM, SIGINT]
}
