// The memory of this room that the compiler has no proof for.

/// The memory that all streams of a loop read into, one after another.
@safe
struct ReceiveBuffer: ~Copyable {
  private let memory: UnsafeMutableRawBufferPointer

  init(byteCount: Int) {
    unsafe memory = .allocate(byteCount: byteCount, alignment: 64)
  }

  deinit {
    unsafe memory.deallocate()
  }

  /// Takes what has arrived at a socket, over what was taken before.
  func fill(from socket: borrowing Socket) -> Transfer {
    unsafe Kernel.receive(socket.descriptor, into: memory)
  }

  /// Shows the bytes taken last.
  func withPrefix(_ byteCount: Int, _ body: (RawSpan) -> Void) {
    let filled = unsafe UnsafeRawBufferPointer(rebasing: memory.prefix(byteCount))
    body(unsafe RawSpan(_unsafeBytes: filled))
  }
}

extension [UInt8] {
  var raw: RawSpan {
    @_lifetime(borrow self)
    get { unsafe span.bytes }
  }

  mutating func append(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}
