import Foundation
import PeerSupport

@testable import ZooKeeperShell

/// What `zkcli` wrote, and how it ended.
struct ShellRun {
  let output: [UInt8]
  let complaints: String
  let code: Int32

  var text: String { String(decoding: output, as: UTF8.self) }

  /// Runs the shell in this process; its three streams are files.
  static func run(_ arguments: [String], input: [UInt8] = []) async throws -> ShellRun {
    try await run(arguments.map { [UInt8]($0.utf8) }, input: input)
  }

  static func run(_ arguments: [[UInt8]], input: [UInt8] = []) async throws -> ShellRun {
    let directory = try ScratchDirectory("zookeeper-shell")
    let files = try StreamFiles(in: directory, input: input)
    defer { files.close() }
    let program = ShellProgram(
      arguments, home: directory.path, input: Descriptor(number: files.input),
      output: Descriptor(number: files.output), error: Descriptor(number: files.error))
    let code = await program.run()
    return try ShellRun(files, code: code)
  }

  /// Starts the program `zkcli` and waits for its end.
  static func launch(_ arguments: [String], input: [UInt8] = []) throws -> ShellRun {
    let directory = try ScratchDirectory("zookeeper-shell")
    let files = try StreamFiles(in: directory, input: input)
    defer { files.close() }
    let child = try ChildProcess(
      [try ShellExecutable.path()] + arguments, environment: ["HOME": directory.path],
      standardInput: files.input, standardOutput: files.output, standardError: files.error)
    guard let code = child.waitForExit(atMost: .seconds(60)) else {
      throw PeerFailure.broken("zkcli does not end", output: try files.complaints())
    }
    return try ShellRun(files, code: Int32(code))
  }

  private init(_ files: StreamFiles, code: Int32) throws {
    output = try files.written()
    complaints = try files.complaints()
    self.code = code
  }
}
