/// Every limit of the house: its name, its unit, and the reason for its size.
@usableFromInline package enum Limits {
  /// Bytes in one frame without its length, 1 MiB − 1: Apache's `jute.maxbuffer`.
  @inlinable package static var frameBytesMax: Int { 0xF_FFFF }

  /// Bytes in one string or buffer: Apache's `jute.maxbuffer` and as much again for the rest of
  /// the frame around it. What Apache stored must be readable, even where a frame is smaller.
  @inlinable package static var fieldBytesMax: Int { 2 * 0xF_FFFF }

  /// Milliseconds that a node may live unchanged, 34.8 years: Apache stores them in 40 bits.
  @inlinable package static var timeToLiveMillisecondsMax: Int64 { 0xFF_FFFF_FFFF }

  /// Requests that one client has on the way at once: what a server reads before it stops reading,
  /// Apache's `globalOutstandingLimit`.
  @inlinable package static var requestsInFlightMax: Int { 1000 }

  /// Bytes of requests that wait to be sent, 8 MiB: eight of the largest.
  @inlinable package static var outboxBytesMax: Int { 8 * 1024 * 1024 }

  /// Bytes that a waiting request takes beside its body, with the record of its caller.
  @inlinable package static var requestBytesBeside: Int { 256 }

  /// Bytes that a client keeps for its next requests, 16 KiB: enough for a window of small ones.
  @inlinable package static var requestBytesKept: Int { 16 * 1024 }

  /// Bytes of one batch of watches after a reconnect, 128 KiB: as Apache's client has them.
  @inlinable package static var setWatchesBytesMax: Int { 128 * 1024 }

  /// Milliseconds between two attempts, at most: no session is lost by waiting that long.
  @inlinable package static var reconnectDelayMillisecondsMax: Int { 2000 }

  /// Servers in one list: an ensemble numbers its members from 1 to 255.
  @inlinable package static var serversMax: Int { 255 }

  /// Events that wait for the reader of one watch: a burst of changes, and not a memory leak.
  @inlinable package static var watchEventsBufferedMax: Int { 256 }
}
