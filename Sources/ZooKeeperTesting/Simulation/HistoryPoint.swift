/// A change in the order of all changes, of which there is a new one after each wipe.
struct HistoryPoint: Hashable, Comparable {
  var era: Int
  var zxid: Int64

  static func < (left: HistoryPoint, right: HistoryPoint) -> Bool {
    (left.era, left.zxid) < (right.era, right.zxid)
  }
}
