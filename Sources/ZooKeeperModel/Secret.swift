/// Bytes that must not be printed: passwords, tokens, credentials.
///
/// Every way to print it gives `•••`. Comparing takes the same time wherever the bytes differ.
/// The bytes are overwritten when the last copy goes away.
public struct Secret: Sendable {
  private let storage: Storage

  /// Copies the bytes; forgetting the array handed in is up to the caller.
  public init(_ bytes: [UInt8]) {
    self.init(copying: bytes.span)
  }

  /// Copies the UTF-8 form of a text.
  public init(_ text: String) {
    self.init(copying: text.utf8.span)
  }

  /// Copies bytes that lie in a frame, for instance.
  package init(copying bytes: Span<UInt8>) {
    storage = Storage(bytes)
  }

  /// The number of bytes.
  package var count: Int {
    storage.bytes.count
  }

  /// Shows the bytes to whoever must see them, the wire or a hash. They cannot be kept.
  package func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let bytes = storage.bytes
    return body(bytes.span)
  }

  // Unchecked, because the bytes change only in `deinit`, where nobody else can see them.
  private final class Storage: @unchecked Sendable {
    private(set) var bytes: [UInt8]

    init(_ bytes: Span<UInt8>) {
      self.bytes = [UInt8](capacity: bytes.count) { copy in
        for index in bytes.indices {
          copy.append(bytes[index])
        }
      }
    }

    deinit {
      Secret.overwrite(&bytes)
    }
  }

  // Never inlined, so that the optimiser cannot see that nobody reads the zeros.
  @inline(never)
  private static func overwrite(_ bytes: inout [UInt8]) {
    for index in bytes.indices {
      bytes[index] = 0
    }
  }
}

extension Secret: Hashable {
  /// Looks at every byte, wherever the first difference is.
  public static func == (left: Secret, right: Secret) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in 0..<left.count {
      difference |= left.storage.bytes[index] ^ right.storage.bytes[index]
    }
    return difference == 0
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(storage.bytes)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Always `•••`.
  public var description: String { "•••" }
  /// Always `•••`.
  public var debugDescription: String { "•••" }
  /// Shows nothing to `dump` and to debuggers that print by reflection.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
