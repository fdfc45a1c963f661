import ZooKeeperModel

/// What a run has to stand: drawn from its seed, so that some runs are calm and some are wild.
struct Weather {
  /// Milliseconds that a piece of a stream takes to its other end.
  var delay: ClosedRange<Int>
  /// Bytes of one piece, at most.
  var pieceBytes: Int
  /// Bytes on the way to a server that have not arrived.
  var windowBytes: Int
  /// Bytes that a client hands out in one go.
  var transmitBytes: Int
  /// Milliseconds until the log is on disk.
  var syncDelay: ClosedRange<Int>
  /// Milliseconds between two misfortunes.
  var mischief: ClosedRange<Int>
  /// In a hundred: an end of a broken connection never hears of it.
  var halfOpen: Int
  var canRestart: Bool
  var canWipe: Bool
  var canLoseLeader: Bool
  var clients: Int
  /// Milliseconds between two things that a client does.
  var pace: ClosedRange<Int>
  var sessionMilliseconds: Int
  var tickMilliseconds: Int
  var inFlightMax: Int
  var outboxBytesMax: Int
  var shufflesServers: Bool

  init(random: inout RandomSource) {
    let delay = random.pick([1, 5, 50, 400])
    self.delay = 0...delay
    pieceBytes = random.pick([1, 7, 64, 1000])
    windowBytes = random.pick([40, 300, 10_000])
    transmitBytes = random.pick([1, 100, 4000])
    syncDelay = 0...random.pick([1, 20, 300])
    let mischief = random.pick([300, 1500, 6000])
    self.mischief = mischief / 3...mischief
    halfOpen = random.pick([0, 20, 60])
    canRestart = random.chance(60)
    canWipe = canRestart && random.chance(40)
    canLoseLeader = random.chance(40)
    clients = random.number(1...3)
    let pace = random.pick([200, 600, 2000])
    self.pace = pace / 10...pace
    sessionMilliseconds = random.pick([2000, 4000, 9000])
    tickMilliseconds = random.pick([500, 1000])
    inFlightMax = random.pick([1, 2, 7, 1000])
    outboxBytesMax = random.pick([100, 2000, 1_000_000])
    shufflesServers = random.chance(50)
  }

  /// The network is quick now, and the disk as well.
  mutating func clear() {
    delay = 0...1
    windowBytes = 10_000
    pieceBytes = 1000
    syncDelay = 0...1
    halfOpen = 0
  }
}

extension RandomSource {
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// Whether something happens that does so so many times in a hundred.
  mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[number(0...elements.count - 1)]
  }
}
