/// Every limit of the house: its name, its unit, and the reason for its size.
@usableFromInline package enum Limits {
  /// Bytes in one frame without its length, 1 MiB − 1: Apache's `jute.maxbuffer`.
  @inlinable package static var frameBytesMax: Int { 0xF_FFFF }

  /// Bytes in one string or buffer: Apache's `jute.maxbuffer` and as much again for the rest of
  /// the frame around it. What Apache stored must be readable, even where a frame is smaller.
  @inlinable package static var fieldBytesMax: Int { 2 * 0xF_FFFF }

  /// Milliseconds that a node may live unchanged, 34.8 years: Apache stores them in 40 bits.
  @inlinable package static var timeToLiveMillisecondsMax: Int64 { 0xFF_FFFF_FFFF }
}
