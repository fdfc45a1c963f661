import ZooKeeperModel
import ZooKeeperTransport

/// Where a connection takes its requests from, one after another.
protocol RequestFeed: AnyObject {
  /// Sends so many requests with one write, or fewer if there are no more, and says how many.
  func send(_ count: Int, over stream: ByteStream) -> Int

  /// The number that the reply to a request carries; requests are counted from zero.
  func xid(ofRequest index: Int) -> Xid

  /// Whether the load is what it claims to be even if a request ends with this error.
  func tolerates(_ error: ErrorCode) -> Bool
}

extension RequestFeed {
  func tolerates(_ error: ErrorCode) -> Bool { false }
}
