/// What is wrong with an answer that is not of the form its word has.
struct UnreadableAnswer: Error, Hashable {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
