/// What happened, written down on any thread and read by one test, which waits for each entry.
final class Journal<Entry: Sendable>: Sendable {
  private let entries: AsyncStream<Entry>
  private let pen: AsyncStream<Entry>.Continuation

  init() {
    (entries, pen) = AsyncStream.makeStream()
  }

  func write(_ entry: Entry) {
    pen.yield(entry)
  }

  /// The oldest entry that was not read yet.
  func next() async -> Entry? {
    await entries.first { _ in true }
  }

  func next(_ count: Int) async -> [Entry] {
    var read: [Entry] = []
    while read.count < count, let entry = await next() { read.append(entry) }
    return read
  }
}
