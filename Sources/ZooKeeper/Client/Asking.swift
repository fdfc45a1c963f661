import ZooKeeperModel
import ZooKeeperSession
import ZooKeeperTransport
import ZooKeeperWire

// From a verb to the wire and back.
extension ZooKeeperClient {
  /// Sends a request whose body `encode` writes, and returns what the answer says.
  @inline(__always)
  func ask<Reader: AnswerReader>(
    _ operation: OperationName, at path: ZNodePath?, _ request: OutgoingRequest,
    readBy reader: Reader.Type, _ encode: (inout JuteWriter) -> Void
  ) async throws(ZooKeeperError) -> Reader.Reply {
    switch await answer(to: operation, at: path, request, readBy: reader, encode) {
    case .reply(let reply): return reply
    case .refused(let verdict): throw ZooKeeperError(verdict, operation: operation, path: path)
    case .failed(let failure): throw ZooKeeperError(failure, operation: operation, path: path)
    }
  }

  /// Sends a request whose body `encode` writes, and returns what became of it.
  @inline(__always)
  func answer<Reader: AnswerReader>(
    to operation: OperationName, at path: ZNodePath?, _ request: OutgoingRequest,
    readBy reader: Reader.Type, _ encode: (inout JuteWriter) -> Void
  ) async -> Settled<Reader.Reply> {
    guard let threshold = driver.configuration.slowRequestThreshold else {
      return await driver.call(request, readBy: reader, encode)
    }
    let beginning = LoopTime.current
    let settled = await driver.call(request, readBy: reader, encode)
    let duration = LoopTime.current - beginning
    if duration >= threshold { driver.tellOnLoop(.slowRequest(operation, path, duration)) }
    return settled
  }

  /// The path as the servers know it.
  func absolute(_ path: ZNodePath) -> String { path.absolute(under: root).text }
}

extension OutgoingRequest {
  static func read(_ operation: OpCode, leaving watch: WatchID? = nil) -> OutgoingRequest {
    OutgoingRequest(operation, lossRule: .askAgain, watch: watch)
  }

  static func write(_ operation: OpCode, isBoundToSession: Bool = false) -> OutgoingRequest {
    OutgoingRequest(operation, lossRule: .giveUp, isBoundToSession: isBoundToSession)
  }
}
