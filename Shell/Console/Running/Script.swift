/// Commands in lines, from a file, a pipe or an argument. The first one that fails ends it.
struct Script {
  private let name: String
  private let next: () throws(Complaint) -> ArraySlice<UInt8>?

  /// Reads lines as they come.
  init(_ descriptor: Descriptor, named name: String) {
    self.name = name
    var reader = LineReader(descriptor)
    next = { () throws(Complaint) in try reader.next() }
  }

  /// Takes lines that are there.
  init(_ text: [UInt8], named name: String) {
    self.name = name
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    next = { () throws(Complaint) in lines.popFirst() }
  }

  /// Runs the commands until one fails, one ends the shell, or there are no more.
  ///
  /// - Throws: what failed, with name and line of the script.
  func run(with interpreter: Interpreter) async throws(Complaint) {
    var number = 0
    while true {
      number += 1
      do throws(Complaint) {
        guard let line = try next() else { return }
        for command in try Self.commands(in: line) {
          guard try await interpreter.run(command) else { return }
        }
      } catch {
        throw error.prefixed(with: "\(name):\(number)")
      }
    }
  }

  static func commands(in line: some Collection<UInt8>) throws(Complaint) -> [[Word]] {
    do throws(TokenError) {
      return try Tokenizer.commands(in: line)
    } catch {
      throw Complaint("\(error)", .usage)
    }
  }
}
