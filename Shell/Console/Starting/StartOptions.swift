import ZooKeeper

/// What somebody who typed `zkcli` wants.
struct StartOptions: Sendable {
  /// Where the servers are.
  enum Place: Hashable, Sendable {
    case servers(ServerList)
    /// In this process, with a directory or in memory.
    case embedded(directory: String?)
  }

  /// Where the commands are.
  enum Source: Hashable, Sendable {
    /// Behind the options: one command, whose words are as they are.
    case words([Word])
    case file(InputFile)
    case text(Word)
    /// Standard input: a conversation at a terminal, a script otherwise.
    case standardInput
  }

  let place: Place
  let source: Source
  /// How long a command waits for a server and for its answer.
  let patience: Timespan
  let sessionTimeout: Timespan?
  let allowsReadOnly: Bool
  let wantsHelp: Bool

  init(_ words: [Word]) throws(UsageError) {
    var command = words[...]
    let arguments = try Arguments(leading: words[...], among: Self.all, rest: &command)
    place = try Self.place(arguments)
    source = try Self.source(arguments, command)
    patience = try arguments.timespan(of: Self.wait) ?? Self.patienceByDefault
    sessionTimeout = try arguments.timespan(of: Self.timeout)
    allowsReadOnly = arguments.has(Self.readOnly)
    wantsHelp = arguments.has(Self.help)
  }

  /// Long enough for an ensemble to elect a leader, and short enough for a script to be told.
  private static let patienceByDefault = Timespan(seconds: 10)

  private static func place(_ arguments: Arguments) throws(UsageError) -> Place {
    if arguments.has(embedded) {
      if arguments.has(server) { throw UsageError("--embedded does not go with -server") }
      return .embedded(directory: arguments.value(of: embedded)?.shown)
    }
    guard let word = arguments.value(of: server) else { return .servers("localhost:2181") }
    do throws(InvalidServerList) {
      return .servers(try ServerList(validating: word.shown))
    } catch {
      throw UsageError("\(error)")
    }
  }

  private static func source(
    _ arguments: Arguments, _ command: ArraySlice<Word>
  ) throws(UsageError) -> Source {
    let file = arguments.value(of: file).map { Source.file(InputFile($0.shown)) }
    let text = arguments.value(of: commands).map { Source.text($0) }
    let words = command.isEmpty ? nil : Source.words(Array(command))
    let said = [file, text, words].compactMap(\.self)
    if said.count > 1 { throw UsageError("commands come from -f, from -c or behind the options") }
    return said.first ?? .standardInput
  }
}

extension Arguments {
  fileprivate func timespan(of option: CommandOption) throws(UsageError) -> Timespan? {
    guard let word = value(of: option) else { return nil }
    return try Timespan(word)
  }
}
