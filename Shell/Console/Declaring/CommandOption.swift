/// An option of a command, or of `zkcli` itself.
struct CommandOption: Hashable, Sendable {
  /// Whether something follows the option.
  enum Value: Hashable, Sendable {
    case none
    case required(String)
    /// A directory, which may be missing. It is told from what else may follow by its slash.
    case optionalDirectory(String)
  }

  /// What it may be written as; the first is the one that usage shows.
  let names: [String]
  let value: Value
  /// What it does, in a few words.
  let meaning: String

  init(_ names: String..., takes value: Value = .none, meaning: String) {
    self.names = names
    self.value = value
    self.meaning = meaning
  }

  /// As usage shows it: `-v VERSION`.
  var form: String {
    let name = names.first ?? ""
    return switch value {
    case .none: name
    case .required(let placeholder): "\(name) \(placeholder)"
    case .optionalDirectory(let placeholder): "\(name) [\(placeholder)]"
    }
  }

  /// As help shows it, with its other names.
  var allForms: String {
    ([form] + names.dropFirst()).joined(separator: ", ")
  }
}
