import Testing

@testable import ZooKeeperShell

@Suite("What the declarations of the commands yield")
struct HelpTests {
  @Test("Every example runs as it stands, after those of the commands before")
  func examples() async throws {
    // `create` and `set` come before what reads; what they made is deleted in the end.
    let order = ["create", "set", "get", "ls", "stat", "delete", "help", "quit"]
    #expect(Set(order) == Set(Command.all.map(\.name)))
    let commands = order.compactMap { name in Command.all.first { $0.name == name } }
    let script = commands.flatMap(\.examples).joined(separator: "\n")
    let run = try await ShellRun.run(["--embedded", "-c", script])
    #expect(run.complaints.isEmpty)
    #expect(run.code == 0)
  }

  @Test("No two commands, and no two options of one, share a name")
  func names() {
    let names = Command.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    for options in Command.all.map(\.options) + [StartOptions.all] {
      let names = options.flatMap(\.names)
      #expect(Set(names).count == names.count)
    }
  }

  @Test("Help names every command and its options, and needs no server")
  func help() async throws {
    let overview = try await ShellRun.run(["-server", "127.0.0.1:1", "help"])
    #expect(overview.code == 0)
    for command in Command.all {
      #expect(overview.text.contains(command.usage))
      let run = try await ShellRun.run(["-server", "127.0.0.1:1", "help", command.name])
      #expect(run.code == 0)
      for option in command.options { #expect(run.text.contains(option.meaning)) }
    }
    let start = try await ShellRun.run(["--help"])
    #expect(start.code == 0)
    for option in StartOptions.all { #expect(start.text.contains(option.meaning)) }
  }

  @Test("No line of help is wider than a terminal of 100 columns")
  func width() {
    let texts = [StartOptions.helpText] + Command.all.map(\.helpText)
    for line in texts.flatMap({ $0.split(separator: "\n") }) { #expect(line.count <= 100) }
  }
}
