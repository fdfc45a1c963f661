// Apache's names stand first, long names beside them.
extension StartOptions {
  static let server = CommandOption(
    "-server", "--server", takes: .required("HOST:PORT[,...][/ROOT]"),
    meaning: "the servers, and the node that is to be the root (localhost:2181)")
  static let embedded = CommandOption(
    "--embedded", takes: .optionalDirectory("DIR"),
    meaning: "no servers but one in this process: in memory, or stored in ./DIR")
  static let readOnly = CommandOption(
    "-r", "--allow-read-only",
    meaning: "a server that can only be read is better than none")
  static let timeout = CommandOption(
    "-timeout", "--timeout", takes: .required("TIME"),
    meaning: "how long the session outlives its connection (30s)")
  static let wait = CommandOption(
    "--wait", takes: .required("TIME"),
    meaning: "how long a command waits for a server and its answer (10s)")
  static let file = CommandOption(
    "-f", "--file", takes: .required("FILE"),
    meaning: "run the commands in a file; - is standard input")
  static let commands = CommandOption(
    "-c", "--commands", takes: .required("COMMANDS"),
    meaning: "run these commands, with ; between them")
  static let help = CommandOption("--help", "-h", "-?", meaning: "say this")

  static let all = [server, embedded, readOnly, timeout, wait, file, commands, help]

  /// What `zkcli --help` says.
  static var helpText: String {
    """
    zkcli looks into a ZooKeeper tree, and changes it.

      zkcli [options]                   a prompt; without a terminal, commands from standard input
      zkcli [options] COMMAND WORD...   one command, its words as they are
      zkcli [options] -f FILE           commands from a file, a line each
      zkcli [options] -c COMMANDS       commands from an argument

    Options
    \(table(all.map { ($0.allForms, $0.meaning) }))

    A TIME is 500ms, 90s, 5m or 2h; a number alone is milliseconds.

    Commands
    \(Command.overview)

    Exit codes: 0 done, 1 failed, 2 not understood, 3 no such node, 4 conflict, 5 not allowed,
    6 no server, 7 a change may or may not have happened.
    """
  }
}
