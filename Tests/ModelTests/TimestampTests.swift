import Glibc
import Testing
import ZooKeeperModel

@Suite("Timestamps")
struct TimestampTests {
  /// What `date -u -d @seconds +%Y-%m-%dT%H:%M:%S` says.
  private static let moments: [(seconds: Int64, text: String)] = [
    (-9_223_372_036_854_775, "-292275055-05-16T16:47:05"),
    (-62_167_219_201, "-001-12-31T23:59:59"),
    (-62_167_219_200, "0000-01-01T00:00:00"),
    (-12_219_292_801, "1582-10-14T23:59:59"),
    (-1, "1969-12-31T23:59:59"),
    (0, "1970-01-01T00:00:00"),
    (951_782_399, "2000-02-28T23:59:59"),
    (951_782_400, "2000-02-29T00:00:00"),
    (951_868_800, "2000-03-01T00:00:00"),
    (1_709_208_000, "2024-02-29T12:00:00"),
    (4_107_542_400, "2100-03-01T00:00:00"),
    (253_402_300_799, "9999-12-31T23:59:59"),
    (253_402_300_800, "10000-01-01T00:00:00"),
    (9_223_372_036_854_775, "292278994-08-17T07:12:55"),
  ]

  @Test("are written as ISO 8601 has it", arguments: moments)
  func text(_ seconds: Int64, _ text: String) {
    let first = Timestamp(millisecondsSinceEpoch: seconds * 1_000)
    let later = Timestamp(millisecondsSinceEpoch: seconds * 1_000 + 42)
    #expect(first.iso8601 == text + ".000Z")
    #expect(later.iso8601 == text + ".042Z")
  }

  @Test("reach as far as their numbers")
  func edges() {
    let first = Timestamp(millisecondsSinceEpoch: .min)
    let last = Timestamp(millisecondsSinceEpoch: .max)
    #expect(first.iso8601 == "-292275055-05-16T16:47:04.192Z")
    #expect(last.iso8601 == "292278994-08-17T07:12:55.807Z")
  }

  @Test("fall on the days that the C library says, from the year 1 to 9999")
  func dates() {
    let (first, last) = (-62_135_596_800, 253_402_300_799)
    for day in stride(from: first, through: last, by: 86_400 * 7 + 3_607) {
      var seconds = time_t(day)
      var date = tm()
      gmtime_r(&seconds, &date)
      var text = [CChar](repeating: 0, count: 32)
      let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &date)
      let expected = String(
        decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let padded = String(repeating: "0", count: max(0, 19 - expected.count)) + expected
      #expect(Timestamp(millisecondsSinceEpoch: Int64(day) * 1_000 + 7).iso8601 == padded + ".007Z")
    }
  }
}
