/// Numbers that nobody can guess.
package enum RandomBytes {
  /// From the system itself: OpenSSL would ask it too, and take milliseconds to get ready for that.
  package static func number() -> UInt64 {
    var source = SystemRandomNumberGenerator()
    return source.next()
  }
}
