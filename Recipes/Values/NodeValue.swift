public import ZooKeeper

/// A value that a node can hold: its bytes and nothing else, so that programs in other languages
/// read and write it, too.
///
/// A type has to say that it is one, so that nothing is written by accident. Texts, numbers, truth
/// values and payloads are. One's own types need no code: `Codable` ones are written as JSON, and
/// those with a raw value as that.
///
/// ```swift
/// struct Settings: Codable, NodeValue { var limit = 10 }  // {"limit":10}
/// enum Mode: String, NodeValue { case calm, busy }  // calm
/// ```
public protocol NodeValue: Sendable {
  /// Reads what a node holds.
  ///
  /// - Throws: whatever says best why that is no such value. It may be logged: keep secrets out.
  init(decoding data: Payload) throws

  /// What a node is to hold: the same bytes for the same value, so that it can be seen whether a
  /// value has changed.
  func encoded() throws -> Payload
}
