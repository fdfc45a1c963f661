extension Command {
  static let quit = Command(
    name: "quit",
    aliases: ["exit"],
    summary: "Ends the session, and the shell.",
    examples: ["quit"],
    plan: { _ throws(UsageError) in .leave })
}
