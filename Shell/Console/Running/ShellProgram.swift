import ZooKeeper

/// The command `zkcli`.
public struct ShellProgram: Sendable {
  private let words: [Word]
  private let input: Descriptor
  private let printer: Printer
  private let history: History
  private let isConversation: Bool

  /// Takes what was typed after the name of the command, byte by byte, and the user's directory.
  public init(_ arguments: [[UInt8]], home: String?) {
    self.init(arguments, home: home, input: .input, output: .output, error: .error)
  }

  init(
    _ arguments: [[UInt8]], home: String?, input: Descriptor, output: Descriptor, error: Descriptor
  ) {
    words = arguments.map { Word($0) }
    self.input = input
    printer = Printer(output: output, error: error)
    history = History(home: home)
    isConversation = input.isTerminal && output.isTerminal
  }

  /// Does what was asked for, and returns the code to exit with.
  public func run() async -> Int32 {
    do throws(Complaint) {
      try await start()
      try printer.flush()
      return ExitCode.ok.rawValue
    } catch {
      printer.say("zkcli: \(error.text)")
      return error.code.rawValue
    }
  }

  private func start() async throws(Complaint) {
    let options: StartOptions
    let answer: String?
    do throws(UsageError) {
      options = try StartOptions(words)
      answer = try Self.answerAlone(options)
    } catch {
      throw Complaint(error)
    }
    if let answer { return try printer.show(answer) }
    switch options.place {
    case .servers(let servers):
      try await run(options, at: servers, called: servers.shortForm)
    case .embedded(let directory):
      let server = try await EmbeddedServer(directory: directory)
      do throws(Complaint) {
        try await run(options, at: server.servers, called: "embedded")
      } catch {
        await server.stop()
        throw error
      }
      await server.stop()
    }
  }

  /// What needs no servers must not wait for any; nil for everything else.
  private static func answerAlone(_ options: StartOptions) throws(UsageError) -> String? {
    if options.wantsHelp { return StartOptions.helpText }
    guard case .words(let words) = options.source,
      case .explanation(let text) = try Command.plan(words)
    else { return nil }
    return text
  }

  private func run(
    _ options: StartOptions, at servers: ServerList, called place: String
  ) async throws(Complaint) {
    let news = ConnectionNews()
    let client: ZooKeeperClient
    do {
      client = try ZooKeeperClient(options.configuration(for: servers, news))
    } catch {
      throw Complaint("\(error)", error is InvalidConfiguration ? .usage : .failed)
    }
    let holdsCommands =
      options.source == .file(.standardInput)
      || options.source == .standardInput && !isConversation
    let interpreter = Interpreter(
      surroundings: Surroundings(client: client, standardInput: holdsCommands ? nil : input),
      news: news, printer: printer, patience: options.patience)
    do throws(Complaint) {
      try await run(options.source, with: interpreter, called: place)
    } catch {
      await client.close()
      throw error
    }
    await client.close()
  }

  private func run(
    _ source: StartOptions.Source, with interpreter: Interpreter, called place: String
  ) async throws(Complaint) {
    switch source {
    case .words(let words):
      _ = try await interpreter.run(words)
    case .text(let text):
      try await Script(text.bytes, named: "-c").run(with: interpreter)
    case .standardInput where isConversation:
      try await Prompt(interpreter: interpreter, history: history, place: place).run()
    case .standardInput, .file(.standardInput):
      try await Script(input, named: "standard input").run(with: interpreter)
    case .file(let file):
      let descriptor = try Descriptor.reading(file.name)
      defer { descriptor.close() }
      try await Script(descriptor, named: file.name).run(with: interpreter)
    }
  }
}

extension ServerList {
  /// For the prompt: the first server stands for all.
  fileprivate var shortForm: String {
    let first = servers.first.map { "\($0)" } ?? ""
    return first + (servers.count > 1 ? ",…" : "") + (root.isRoot ? "" : root.text)
  }
}
