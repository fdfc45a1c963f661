/// Something that a loop serves: it holds a descriptor and knows what to do when that is ready.
protocol Channel: AnyObject {
  func ready(_ readiness: Readiness)

  /// Does what could not be done where it came up, because somebody else's call was under way.
  func runErrand()

  /// The loop has stopped.
  func shutDown()
}
