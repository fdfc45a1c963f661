extension Command {
  /// Every command, as help lists them.
  static let all: [Command] = [create, get, set, delete, ls, stat, help, quit]

  /// Takes a line apart that was split into words.
  static func plan(_ words: [Word]) throws(UsageError) -> Plan {
    guard let first = words.first else { throw UsageError("there is no command") }
    guard let command = all.first(where: { $0.hasName(first.shown) }) else {
      throw UsageError("there is no command \(first.shown): help lists what there is")
    }
    do throws(UsageError) {
      return try command.plan(Arguments(words.dropFirst(), of: command))
    } catch {
      throw UsageError("\(command.name): \(error); usage: \(command.usage)")
    }
  }
}
