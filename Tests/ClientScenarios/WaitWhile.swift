/// Lets others run for as long as that is so. Whoever is out of time does not wait for ever.
///
/// It asks again and again, because there is nobody who would tell; at first at once, later now and
/// then, so that those have the processor of whom it is asked.
package func waitWhile(_ condition: () async throws -> Bool) async throws {
  var turn = 0
  while try await condition() {
    try Task.checkCancellation()
    turn += 1
    if turn < 50 { await Task.yield() } else { try await Task.sleep(for: .milliseconds(2)) }
  }
}
