import Foundation
import Glibc
import PeerSupport

/// Three files in the place of standard input, output and error.
struct StreamFiles {
  let input: Int32
  let output: Int32
  let error: Int32
  private let directory: ScratchDirectory

  init(in directory: ScratchDirectory, input bytes: [UInt8]) throws {
    self.directory = directory
    try Data(bytes).write(to: URL(fileURLWithPath: directory.file("input")))
    input = open(directory.file("input"), O_RDONLY | O_CLOEXEC)
    output = open(directory.file("output"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    error = open(directory.file("error"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
  }

  func close() {
    for number in [input, output, error] { Glibc.close(number) }
  }

  func written() throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory.file("output"))))
  }

  func complaints() throws -> String {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: directory.file("error")))
    return String(decoding: bytes, as: UTF8.self)
  }
}
