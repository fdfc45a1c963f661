// The only file of this room that touches memory without the compiler's proof. Everything here is
// checked against bounds before it loads or stores; where half of a check follows from what readers
// do, an assertion says so.

extension RawSpan {
  /// Reads a big-endian number; nil if the bytes end before it does.
  @inline(__always)
  func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Number.Type
  ) -> Number? {
    assert(offset >= 0, "readers only move forwards, from zero")
    guard byteCount &- offset >= MemoryLayout<Number>.size else { return nil }
    return unsafe Number(
      bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type))
  }

  /// A copy that outlives the frame.
  @inline(__always)
  package func copied() -> [UInt8] {
    unsafe octets.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }

  /// The same bytes, one by one.
  var octets: Span<UInt8> {
    @_lifetime(copy self)
    get { Span(_bytes: self) }
  }

  /// The text in these bytes, or nil if they are not UTF-8.
  @inline(__always)
  func text() -> String? {
    guard let text = try? UTF8Span(validating: octets) else { return nil }
    return String(copying: text)
  }
}

extension Span<UInt8> {
  /// The same bytes, without their type.
  package var raw: RawSpan {
    @_lifetime(copy self)
    get { unsafe bytes }
  }
}

extension [UInt8] {
  /// Appends a copy of bytes that lie elsewhere.
  package mutating func append(copying bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}

/// Bytes that are appended and handed on: one growing piece of memory.
///
/// An array would do the same at five times the cost for each number (measured), because it asks
/// before every store whether it is shared. This one cannot be.
@safe
package struct WireBuffer: ~Copyable, @unchecked Sendable {
  // Nil as long as there is no room: a buffer that holds nothing costs nothing.
  private var memory: UnsafeMutableRawPointer?
  private var capacity: Int
  /// Whether the memory is somebody else's, who lends it until the buffer wants more.
  private var isLent = false
  package private(set) var count = 0

  package init(capacity: Int = 0) {
    self.capacity = capacity
    unsafe memory = capacity > 0 ? .allocate(byteCount: capacity, alignment: 16) : nil
  }

  /// Fills memory that outlives the buffer, before it takes any of its own.
  fileprivate init(filling lent: UnsafeMutableRawBufferPointer) {
    capacity = lent.count
    unsafe memory = lent.baseAddress
    isLent = true
  }

  deinit {
    if !isLent { unsafe memory?.deallocate() }
  }

  /// What was appended so far.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    borrowing get {
      let written = unsafe UnsafeRawBufferPointer(start: memory, count: count)
      return unsafe _overrideLifetime(RawSpan(_unsafeBytes: written), borrowing: self)
    }
  }

  /// Forgets the bytes and keeps the memory.
  package mutating func removeAll() {
    count = 0
  }

  @inline(__always)
  package mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(
    bigEndian number: Number
  ) {
    let end = unsafe room(for: MemoryLayout<Number>.size)
    unsafe end.storeBytes(of: number.bigEndian, as: Number.self)
    count &+= MemoryLayout<Number>.size
  }

  @inline(__always)
  package mutating func append(_ bytes: RawSpan) {
    guard bytes.byteCount > 0 else { return }
    let end = unsafe room(for: bytes.byteCount)
    unsafe bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      unsafe end.copyMemory(from: start, byteCount: source.count)
    }
    count &+= bytes.byteCount
  }

  /// Overwrites four bytes written before, such as a length that was not known yet.
  package mutating func patch(bigEndian number: Int32, at offset: Int) {
    precondition(offset >= 0 && offset <= count - 4, "only written bytes can be patched")
    unsafe memory.unsafelyUnwrapped
      .storeBytes(of: number.bigEndian, toByteOffset: offset, as: Int32.self)
  }

  /// Where the next bytes go, with memory for `more` of them.
  @inline(__always)
  private mutating func room(for more: Int) -> UnsafeMutableRawPointer {
    if capacity &- count < more { grow(by: more) }
    return unsafe memory.unsafelyUnwrapped + count
  }

  // Doubles, so that appending stays cheap however long the bytes become.
  @inline(never)
  private mutating func grow(by more: Int) {
    capacity = max(capacity * 2, count + more, 64)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    if let smaller = unsafe memory {
      unsafe larger.copyMemory(from: smaller, byteCount: count)
      if !isLent { unsafe smaller.deallocate() }
    }
    unsafe memory = larger
    isLent = false
  }
}

extension JuteWriter {
  /// Lets `body` write what is needed for a moment only: most requests are so short that the stack
  /// has room for them.
  package static func withScratch<Result>(_ body: (inout JuteWriter) -> Result) -> Result {
    unsafe withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { memory in
      var writer = JuteWriter()
      writer.buffer = unsafe WireBuffer(filling: memory)
      return body(&writer)
    }
  }
}
