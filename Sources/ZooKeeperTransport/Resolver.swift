/// Finds the addresses of servers that people named.
package enum Resolver {
  package typealias Completion = (Result<[SocketAddress], ResolutionError>) -> Void

  /// Finds all addresses of an endpoint, in the order in which the system would try them, and tells
  /// on the loop, never before this call has returned. If the loop stops first, nothing is told.
  ///
  /// A name needs a thread, because the system's resolver blocks, and cannot be interrupted.
  package static func resolve(
    _ endpoint: Endpoint, on loop: EventLoop, completion: @escaping Completion
  ) {
    if let ip = IPAddress(endpoint.host) {
      let address = SocketAddress(ip, port: endpoint.port)
      loop.schedule(after: .zero) { completion(.success([address])) }
      return
    }
    let completion = LoopBound(completion, to: loop)
    let mailbox = loop.mailbox
    do throws(SystemError) {
      _ = try Thread(named: "zk-resolver") {
        let result = Result { () throws(ResolutionError) in try Kernel.lookUp(endpoint) }
        mailbox.post { completion.value(on: $0)(result) }
      }
    } catch {
      let failure = ResolutionError(endpoint: endpoint, reason: error.description)
      loop.schedule(after: .zero) { completion.value(on: loop)(.failure(failure)) }
    }
  }
}

/// Why a name led to no address.
package struct ResolutionError: Error, Hashable, Sendable {
  package let endpoint: Endpoint
  package let reason: String
}

extension ResolutionError: CustomStringConvertible {
  package var description: String { "\(endpoint) cannot be resolved: \(reason)" }
}
