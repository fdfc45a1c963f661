package import ZooKeeperWire

/// Why a file cannot be what it claims to be.
package struct FileDamage: Error, Hashable, Sendable {
  package enum Reason: Error, Hashable, Sendable {
    /// The file begins with other bytes than its kind has.
    case wrongMagic
    case unsupportedVersion(Int32)
    /// The file ends before it is complete.
    case incomplete
    case unreasonableLength(Int32)
    case wrongChecksum(stored: Int64, computed: UInt32)
    /// The bytes are those that were written, and make no sense.
    case malformed(WireError)
    case unknownTransaction(type: Int32)
    /// Bytes that belong to nothing follow the record.
    case trailingBytes(Int)
    /// Something other than the seal stands where a snapshot is sealed.
    case brokenSeal
    case unsupportedCompression
    case brokenCompression
  }

  package let path: String
  /// Where in the file, or in what it holds if that is compressed.
  package let offset: Int
  package let reason: Reason

  package init(_ path: String, at offset: Int, _ reason: Reason) {
    self.path = path
    self.offset = offset
    self.reason = reason
  }
}

extension FileDamage: CustomStringConvertible {
  package var description: String {
    "\(path) is damaged at byte \(offset): \(reason)"
  }
}

extension FileDamage.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wrongMagic: "it does not begin as such a file does"
    case .unsupportedVersion(let version): "its format has version \(version), only 2 is known"
    case .incomplete: "it ends too soon"
    case .unreasonableLength(let length): "a record cannot have \(length) bytes"
    case .wrongChecksum(let stored, let computed):
      "the checksum is \(stored), but the bytes have \(computed)"
    case .malformed(let error): "\(error)"
    case .unknownTransaction(let type): "there is no transaction of type \(type)"
    case .trailingBytes(let count): "\(count) bytes follow the end of a record"
    case .brokenSeal: "the seal is missing"
    case .unsupportedCompression: "only gzip is known, but the name says otherwise"
    case .brokenCompression: "it cannot be decompressed"
    }
  }
}
