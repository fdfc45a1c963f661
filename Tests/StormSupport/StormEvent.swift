/// What a contender says of itself, in one line: when, what, on behalf of which token, and for
/// changes of the counter also the value and the number of the change.
///
/// All contenders of a storm run on one machine and tell the time of one clock, so that what one
/// says can be held against what another says.
package struct StormEvent: Hashable, Sendable {
  package enum Word: String, Hashable, Sendable {
    /// It owns what all contend for, since no later than now.
    case acquired
    /// It has owned it at this moment, as far as its library could tell.
    case holds
    /// It is about to ask for a change of the counter.
    case asks
    /// The change was made.
    case wrote
    /// Nobody knows whether the change was made.
    case unsure
    /// The change was not made, because the contender owns nothing any more.
    case refused
    /// The change was not made, for another reason.
    case failed
    /// It is about to stand still, for longer than servers wait for a session.
    case pausing
    /// It gives back what it owned.
    case releasing
    /// It has found out that it owns nothing any more.
    case lost
    /// It has waited in vain, and stands in no line any more.
    case denied
  }

  /// In nanoseconds since the machine was started.
  package var time: Int64
  package var word: Word
  package var token: Int64
  package var value: Int64
  package var zxid: Int64

  package init(
    at time: Int64, _ word: Word, token: Int64 = 0, value: Int64 = 0, zxid: Int64 = 0
  ) {
    self.time = time
    self.word = word
    self.token = token
    self.value = value
    self.zxid = zxid
  }
}

extension StormEvent {
  /// Nil for a line that is none.
  package init?(line: String) {
    let parts = line.split(separator: " ")
    guard parts.count == 5, let word = Word(rawValue: String(parts[1])) else { return nil }
    let numbers = [parts[0], parts[2], parts[3], parts[4]].compactMap { Int64($0) }
    guard numbers.count == 4 else { return nil }
    self.init(
      at: numbers[0], word, token: numbers[1], value: numbers[2], zxid: numbers[3])
  }

  package var line: String { "\(time) \(word.rawValue) \(token) \(value) \(zxid)" }
}
