extension Command {
  static let help = Command(
    name: "help",
    summary: "Lists the commands, or explains one.",
    operands: [.command],
    examples: ["help", "help create"],
    plan: { arguments throws(UsageError) in
      guard let name = arguments[.command]?.shown else { return .explanation(overview) }
      guard let command = all.first(where: { $0.hasName(name) }) else {
        throw UsageError("there is no command \(name)")
      }
      return .explanation(command.helpText)
    })
}
