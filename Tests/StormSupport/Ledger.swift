/// What one contender has said of itself.
struct Ledger: Sendable {
  let contender: StormContender
  private(set) var figures = StormFigures()
  private(set) var changes: [CounterChange] = []
  private(set) var violations: [StormViolation] = []
  private var past: [Ownership] = []
  private var current: Ownership?
  /// The change that has no outcome yet.
  private var asked: StormEvent?
  private var hasPaused = false

  init(_ contender: StormContender) {
    self.contender = contender
  }

  var ownerships: [Ownership] { past + (current.map { [$0] } ?? []) }

  var isWaitingForAnswer: Bool { asked != nil }

  mutating func note(_ event: StormEvent) {
    switch event.word {
    case .acquired:
      end()
      figures.acquired += 1
      current = Ownership(contender, token: event.token, from: event.time)
    case .holds:
      checkForPause(event)
      current?.believed(at: event.time)
    case .asks:
      giveUpAnswer()
      asked = event
    case .wrote:
      checkForPause(event)
      wrote(event)
    case .unsure:
      giveUpAnswer()
    case .refused:
      figures.refused += 1
      asked = nil
    case .failed:
      asked = nil
    case .pausing:
      figures.pauses += 1
      hasPaused = true
    case .lost:
      figures.lost += 1
      end()
    case .releasing:
      end()
    case .denied:
      figures.denied += 1
    }
  }

  /// Nobody says anything more about what was.
  mutating func end() {
    giveUpAnswer()
    if let current { past.append(current) }
    current = nil
    hasPaused = false
  }

  private mutating func wrote(_ event: StormEvent) {
    figures.changes += 1
    if let asked { current?.proven(at: asked.time) }
    asked = nil
    changes.append(
      CounterChange(
        contender: contender, token: event.token, value: event.value, zxid: event.zxid))
  }

  private mutating func giveUpAnswer() {
    if asked != nil { figures.unknown += 1 }
    asked = nil
  }

  private mutating func checkForPause(_ event: StormEvent) {
    guard hasPaused else { return }
    hasPaused = false
    violations.append(.ownedAfterPause(contender, token: event.token))
  }
}
