import Glibc

/// Asks until the answer is yes, or `false` when the time is over.
///
/// Only for what a foreign process does and cannot announce, such as a server that becomes ready.
package func poll(atMost limit: Duration, until isMet: () throws -> Bool) rethrows -> Bool {
  let deadline = ContinuousClock.now + limit
  while try !isMet() {
    guard ContinuousClock.now < deadline else { return false }
    usleep(20_000)
  }
  return true
}
