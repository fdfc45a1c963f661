import Testing
import ZooKeeperModel

@testable import ZooKeeperServer

@Suite("Dates")
struct JavaDateTests {
  /// What `new Date(milliseconds).toString()` says in UTC.
  @Test(
    "look as in Java",
    arguments: [
      (0, "Thu Jan 01 00:00:00 UTC 1970"),
      (-1, "Wed Dec 31 23:59:59 UTC 1969"),
      (-86_400_000, "Wed Dec 31 00:00:00 UTC 1969"),
      (946_684_799_000, "Fri Dec 31 23:59:59 UTC 1999"),
      (951_782_399_999, "Mon Feb 28 23:59:59 UTC 2000"),
      (951_782_400_000, "Tue Feb 29 00:00:00 UTC 2000"),
      (951_868_800_000, "Wed Mar 01 00:00:00 UTC 2000"),
      (1_709_251_199_999, "Thu Feb 29 23:59:59 UTC 2024"),
      (1_709_251_200_000, "Fri Mar 01 00:00:00 UTC 2024"),
      (1_735_689_599_000, "Tue Dec 31 23:59:59 UTC 2024"),
      (4_107_542_399_000, "Sun Feb 28 23:59:59 UTC 2100"),
      (4_107_542_400_000, "Mon Mar 01 00:00:00 UTC 2100"),
      (253_402_300_799_000, "Fri Dec 31 23:59:59 UTC 9999"),
    ])
  func text(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp(millisecondsSinceEpoch: milliseconds).javaDate == text)
  }
}
