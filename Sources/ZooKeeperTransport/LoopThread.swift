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
  /// itself, nor for the one that all share.
  package func stop() {
    mailbox.stop()
    thread.withLock { $0.take()?.join() }
  }
}

extension LoopThread {
  private static let sharedThread = Lock<LoopThread?>(nil)

  /// The one thread for all clients of this process, which starts when it is first asked for and
  /// never stops. If it could not start, the next one who asks tries again.
  package static func shared() throws(SystemError) -> LoopThread {
    try sharedThread.withLock { (shared) throws(SystemError) in
      if let shared { return shared }
      let started = try LoopThread(named: "zk-client")
      shared = started
      return started
    }
  }
}
