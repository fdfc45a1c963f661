import ZooKeeper

/// What stands behind the name of a command, told apart into options and operands.
struct Arguments: Sendable {
  private var options: [CommandOption: Word?] = [:]
  private var operands: [Word] = []
  private let declared: [Operand]

  /// Options may stand before, between and behind the operands; behind `--` there are none.
  init(_ words: ArraySlice<Word>, of command: Command) throws(UsageError) {
    declared = command.operands
    var rest = words
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      if try !takeOption(word, followedBy: &rest, among: command.options) { operands.append(word) }
    }
    if let surplus = operands.dropFirst(declared.count).first {
      throw UsageError("\(surplus.shown) is one word too many: quote what has spaces in it")
    }
    if let missing = declared.dropFirst(operands.count).first(where: { !$0.isOptional }) {
      throw UsageError("\(missing.name) is missing")
    }
  }

  /// The options in front of everything else, and what follows them.
  init(
    leading words: ArraySlice<Word>, among options: [CommandOption], rest: inout ArraySlice<Word>
  ) throws(UsageError) {
    declared = []
    rest = words
    while let word = rest.first, word != "--" {
      var behind = rest.dropFirst()
      guard try takeOption(word, followedBy: &behind, among: options) else { return }
      rest = behind
    }
    rest = rest.dropFirst()
  }

  /// Returns false for a word that is no option.
  private mutating func takeOption(
    _ word: Word, followedBy rest: inout ArraySlice<Word>, among options: [CommandOption]
  ) throws(UsageError) -> Bool {
    guard let text = word.text, Self.looksLikeOption(text) else { return false }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = text.hasPrefix("--") ? String(parts[0]) : text
    guard let option = options.first(where: { $0.names.contains(name) }) else {
      throw UsageError("there is no option \(name)")
    }
    if self.options.keys.contains(option) { throw UsageError("\(name) is said twice") }
    let attached = name == text ? nil : Word(String(parts[1]))
    switch option.value {
    case .none:
      if attached != nil { throw UsageError("\(name) takes no value") }
      self.options[option] = .some(nil)
    case .required(let placeholder):
      guard let value = attached ?? rest.popFirst() else {
        throw UsageError("\(name) needs \(placeholder)")
      }
      self.options[option] = value
    case .optionalDirectory:
      let follows = rest.first?.bytes.contains(UInt8(ascii: "/")) == true
      self.options[option] = .some(attached ?? (follows ? rest.popFirst() : nil))
    }
    return true
  }

  /// A dash alone and a negative number are no options.
  private static func looksLikeOption(_ text: String) -> Bool {
    guard text.hasPrefix("-"), let second = text.dropFirst().first else { return false }
    return !("0"..."9").contains(second)
  }
}

// What commands ask.
extension Arguments {
  func has(_ option: CommandOption) -> Bool {
    options.keys.contains(option)
  }

  func value(of option: CommandOption) -> Word? {
    options[option] ?? nil
  }

  subscript(operand: Operand) -> Word? {
    guard let place = declared.firstIndex(of: operand), operands.indices.contains(place) else {
      return nil
    }
    return operands[place]
  }

  /// The node that an operand names; the root where nothing is said.
  func path(_ operand: Operand = .path) throws(UsageError) -> ZNodePath {
    guard let word = self[operand] else { return .root }
    guard let text = word.text else { throw UsageError("the path \(word.shown) is not UTF-8") }
    do throws(InvalidPath) {
      return try ZNodePath(validating: text)
    } catch {
      throw UsageError("\(error)")
    }
  }

  /// The version that an option names.
  func version(of option: CommandOption) throws(UsageError) -> Version? {
    guard let word = value(of: option) else { return nil }
    guard let number = word.text.flatMap(Int32.init) else {
      throw UsageError("\(word.shown) is no version: that is a number from -1 to \(Int32.max)")
    }
    return Version(rawValue: number)
  }
}
