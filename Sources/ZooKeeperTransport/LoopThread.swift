/// A loop with a thread of its own. It stops when nobody holds this any more.
package final class LoopThread: Sendable {
  package let mailbox: Mailbox

  private let thread: Lock<Thread?>

  package init(named name: String) throws(SystemError) {
    let loop = try EventLoop()
    mailbox = loop.mailbox
    thread = Lock(try Thread(named: name) { loop.run() })
  }

  deinit {
    mailbox.stop()
  }

  /// Stops the loop and waits until everything on it is closed. Not to be called on the loop
  /// itself.
  package func stop() {
    mailbox.stop()
    thread.withLock { $0.take()?.join() }
  }
}
