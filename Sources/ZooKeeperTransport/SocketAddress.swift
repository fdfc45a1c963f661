/// Where a socket is: machine and port.
package struct SocketAddress: Hashable, Sendable {
  package let ip: IPAddress
  package let port: UInt16

  package init(_ ip: IPAddress, port: UInt16) {
    self.ip = ip
    self.port = port
  }
}

extension SocketAddress: CustomStringConvertible {
  package var description: String {
    switch ip {
    case .v4: "\(ip):\(port)"
    case .v6: "[\(ip)]:\(port)"
    }
  }
}
