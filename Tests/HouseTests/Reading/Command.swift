import Foundation

/// A program run to its end, with both output streams in one text.
enum Command {
  struct Outcome {
    let succeeded: Bool
    let output: String
  }

  static func run(_ words: String..., in folder: URL? = nil) throws -> Outcome {
    try run(words, in: folder)
  }

  static func run(_ words: [String], in folder: URL? = nil) throws -> Outcome {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    // Reading before waiting: a full pipe would otherwise stop the program for ever.
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      succeeded: process.terminationStatus == 0, output: String(decoding: output, as: UTF8.self))
  }
}
