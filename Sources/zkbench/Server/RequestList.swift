import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperWire

/// A number of requests that differ, each made when it is its turn.
final class RequestList: RequestFeed {
  private let count: Int
  private let tolerated: Set<ErrorCode>
  private let request: (Int) -> Request
  private var next = 0
  private var writer = JuteWriter()

  init(
    count: Int, tolerating tolerated: Set<ErrorCode> = [], request: @escaping (Int) -> Request
  ) {
    self.count = count
    self.tolerated = tolerated
    self.request = request
  }

  func send(_ count: Int, over stream: ByteStream) -> Int {
    let batch = next..<min(self.count, next + count)
    writer.removeAll()
    for index in batch { writer.frame(request(index), xid: xid(ofRequest: index)) }
    stream.write(writer.bytes)
    next = batch.upperBound
    return batch.count
  }

  func xid(ofRequest index: Int) -> Xid { Xid(rawValue: Int32(index) + 1) }

  func tolerates(_ error: ErrorCode) -> Bool { tolerated.contains(error) }
}

extension JuteWriter {
  mutating func frame(_ request: Request, xid: Xid) {
    frame { writer in
      RequestHeader(xid: xid, operation: request.operation).encode(to: &writer)
      request.encode(to: &writer)
    }
  }
}
