/// What a command is about, such as a path: a word that is told by its place.
struct Operand: Hashable, Sendable {
  let name: String
  let isOptional: Bool

  /// A node.
  static let path = Operand(name: "PATH", isOptional: false)
  /// A node; the root where nothing is said.
  static let pathOrRoot = Operand(name: "PATH", isOptional: true)
  /// What a node is to hold.
  static let data = Operand(name: "DATA", isOptional: true)
  /// The name of a command.
  static let command = Operand(name: "COMMAND", isOptional: true)

  /// As usage shows it.
  var form: String { isOptional ? "[\(name)]" : name }
}
