internal import COpenSSL

/// The ways to hash that ZooKeeper keeps passwords with. The one file that hands memory to OpenSSL.
package enum Digest: String, Hashable, Sendable, CaseIterable {
  case sha1 = "SHA1"
  case sha256 = "SHA-256"
  case sha512 = "SHA-512"

  package func hash(_ bytes: Span<UInt8>) -> [UInt8] {
    switch self {
    case .sha1: unsafe Self.hash(bytes, into: Int(SHA_DIGEST_LENGTH), with: SHA1)
    case .sha256: unsafe Self.hash(bytes, into: Int(SHA256_DIGEST_LENGTH), with: SHA256)
    case .sha512: unsafe Self.hash(bytes, into: Int(SHA512_DIGEST_LENGTH), with: SHA512)
    }
  }

  private typealias Function = (
    UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?
  ) -> UnsafeMutablePointer<UInt8>?

  private static func hash(
    _ bytes: Span<UInt8>, into byteCount: Int, with function: Function
  ) -> [UInt8] {
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { output, count in
        _ = unsafe function(input.baseAddress, input.count, output.baseAddress)
        count = byteCount
      }
    }
  }
}
