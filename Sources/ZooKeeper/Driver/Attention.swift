import ZooKeeperModel

/// When the loop looks for callers whose tasks were cancelled.
///
/// A handler for every call would tell at once, and cost each call more than its encoding does.
/// So the loop looks every few milliseconds, as long as somebody waits, and a moment longer: a
/// caller that comes while it is attentive need not wake it.
struct Attention {
  private(set) var nextLook = MonotonicInstant.never
  private var lastBusy = MonotonicInstant(nanoseconds: .min)

  private static let interval: Duration = .milliseconds(20)
  private static let patience: Duration = .milliseconds(500)

  var isNeeded: Bool { nextLook != .never }

  mutating func look(isBusy: Bool, at now: MonotonicInstant) {
    if isBusy {
      lastBusy = now
      if nextLook == .never { nextLook = now + Attention.interval }
    } else if nextLook != .never, lastBusy + Attention.patience <= now {
      nextLook = .never
    }
  }

  mutating func looked(at now: MonotonicInstant) {
    nextLook = now + Attention.interval
  }
}
