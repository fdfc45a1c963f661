import ZooKeeperModel
import ZooKeeperSession

/// What all views of one client share. When the last of them is gone, and the last stream, the
/// session is closed in passing.
final class ClientHandle: Sendable {
  let driver: SessionDriver

  init(_ driver: SessionDriver) {
    self.driver = driver
  }

  deinit {
    driver.closeEventually()
  }
}

extension ClientHandle: WatchOwner {
  func watchEnded(_ buffer: WatchBuffer) {
    driver.stopListening(buffer)
  }
}
