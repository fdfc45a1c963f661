public import ZooKeeper

// The only file of the recipes that needs Foundation, and only the part of it that reads and writes
// JSON: an own reader of it would be one more thing to trust.
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension NodeValue where Self: Codable {
  /// Reads JSON. Keys that the type does not know are passed over.
  public init(decoding data: Payload) throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    self = try decoder.decode(Self.self, from: Data(data.bytes))
  }

  /// Writes JSON in one line, with its keys in order: the same bytes for the same value. Dates are
  /// written as in `2031-01-31T12:00:00Z`.
  public func encoded() throws -> Payload {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return Payload(try encoder.encode(self))
  }
}
