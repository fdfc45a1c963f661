/// A server as people name it: a host, by name or by number, and a port.
package struct Endpoint: Hashable, Sendable {
  package let host: String
  package let port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `host:port`, `[v6 address]:port`, or a host alone, which is at the default port.
  package init?(_ text: String, defaultPort: UInt16) {
    let host: Substring
    var port: Substring?
    if text.first == "[" {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = text[..<end].dropFirst()
      let rest = text[end...].dropFirst()
      guard rest.isEmpty || rest.first == ":" else { return nil }
      port = rest.isEmpty ? nil : rest.dropFirst()
    } else {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      // More than one colon outside of brackets is an IPv6 address: it cannot say where it ends.
      host = parts.count == 2 ? parts[0] : text[...]
      port = parts.count == 2 ? parts[1] : nil
    }
    guard !host.isEmpty else { return nil }
    guard let number = port.map({ UInt16(digits: $0) }) ?? defaultPort else { return nil }
    self.init(host: String(host), port: number)
  }
}

extension UInt16 {
  /// Swift's own reading would accept a sign.
  fileprivate init?(digits text: Substring) {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    self.init(text)
  }
}

extension Endpoint: CustomStringConvertible {
  package var description: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
