import ZooKeeperTransport

// Coming to an end.
extension ServerHub {
  /// Hears nobody any more, makes durable what was decided, and ends the loop.
  func stop() {
    guard phase == .serving else { return }
    phase = .stopping
    listener?.close()
    // The turn ends with what is left to log, and the hub with it.
  }

  /// Drops what was not said yet: nobody knows whether it would be true after a restart.
  func fail(_ failure: ServerFailure) {
    guard phase != .stopped else { return }
    log(.error, failure.description)
    finish(.failure(failure))
  }

  func finish(_ outcome: ServerEnd.Outcome) {
    guard phase != .stopped else { return }
    phase = .stopped
    listener?.close()
    for connection in connections.all { connection.close() }
    // If it cannot be removed, the next start does.
    try? snapshot?.giveUp()
    store?.close()
    door = nil
    loop.stop()
    end.come(outcome)
  }
}
