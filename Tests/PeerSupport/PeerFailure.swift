/// Why a foreign program could not take part.
package enum PeerFailure: Error, CustomStringConvertible {
  /// The peer is not on this machine; `package` is the Debian package that brings it.
  case missing(String, package: String)
  /// The peer was started and did not do what it should; `output` is the last it said.
  case broken(String, output: String)

  package var description: String {
    switch self {
    case .missing(let peer, let package):
      "\(peer) is missing: apt-get install --no-install-recommends \(package)"
    case .broken(let problem, let output):
      output.isEmpty ? problem : "\(problem); its last words:\n\(output)"
    }
  }
}
