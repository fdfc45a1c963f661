/// All that there is to say about a command: from here come its parser, its usage and its help.
struct Command: Sendable {
  let name: String
  /// Other names.
  var aliases: [String] = []
  /// What it does, in a line.
  let summary: String
  var operands: [Operand] = []
  var options: [CommandOption] = []
  /// What else one should know, in lines.
  var notes: String?
  /// Command lines that work as they stand, in this order.
  let examples: [String]
  /// What a line comes down to once it is taken apart.
  let plan: @Sendable (Arguments) throws(UsageError) -> Plan

  func hasName(_ text: String) -> Bool {
    text == name || aliases.contains(text)
  }
}

/// What a command line comes down to.
enum Plan: Sendable {
  /// Something to ask the servers.
  case call(any ClientCall)
  /// Something to say without them.
  case explanation(String)
  /// The end of the shell.
  case leave
}
