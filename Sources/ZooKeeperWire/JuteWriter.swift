/// Writes Jute, ZooKeeper's encoding, at the end of a growing buffer.
package struct JuteWriter: ~Copyable {
  package var buffer: WireBuffer

  package init(capacity: Int = 0) {
    buffer = WireBuffer(capacity: capacity)
  }

  /// What was written so far.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    borrowing get { buffer.bytes }
  }

  /// Forgets what was written and keeps the memory.
  package mutating func removeAll() {
    buffer.removeAll()
  }

  /// Writes a frame: the length of what `body` writes, and what it writes.
  package mutating func frame(_ body: (inout JuteWriter) -> Void) {
    let start = buffer.count
    int32(0)
    body(&self)
    buffer.patch(bigEndian: Int32(buffer.count - start - 4), at: start)
  }
}

extension JuteWriter {
  @inline(__always)
  package mutating func int32(_ number: Int32) {
    buffer.append(bigEndian: number)
  }

  @inline(__always)
  package mutating func int64(_ number: Int64) {
    buffer.append(bigEndian: number)
  }

  @inline(__always)
  package mutating func bool(_ value: Bool) {
    buffer.append(bigEndian: value ? 1 : 0 as UInt8)
  }

  /// A buffer from bytes that lie elsewhere; nil for null, which is not the same as empty.
  @inline(__always)
  package mutating func buffer(_ bytes: RawSpan?) {
    guard let bytes else {
      int32(-1)
      return
    }
    int32(Int32(bytes.byteCount))
    buffer.append(bytes)
  }

  package mutating func data(_ bytes: [UInt8]?) {
    buffer(bytes?.span.raw)
  }

  package mutating func string(_ text: String) {
    buffer(text.utf8Span.span.raw)
  }

  package mutating func optionalString(_ text: String?) {
    guard let text else {
      int32(-1)
      return
    }
    string(text)
  }

  package mutating func strings(_ strings: [String]?) {
    vector(strings) { writer, text in writer.string(text) }
  }

  /// A count and the items; nil for a null vector.
  @inline(__always)
  mutating func vector<Item>(_ items: [Item]?, _ write: (inout JuteWriter, Item) -> Void) {
    guard let items else {
      int32(-1)
      return
    }
    int32(Int32(items.count))
    for index in items.indices {
      write(&self, items[index])
    }
  }
}
