import Glibc

/// libFuzzer's door for programs that bring a `main` of their own, as SwiftPM makes them do.
@_silgen_name("LLVMFuzzerRunDriver")
private func runLibFuzzer(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ testOneInput: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// `zkfuzz --seeds DIR` writes inputs to start from; anything else is libFuzzer's.
@main
enum EntryPoint {
  static func main() {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "--seeds" {
      exit(FuzzSeeds.write(to: arguments[2]) ? 0 : 1)
    }
    var argumentCount = CommandLine.argc
    var rawArguments = CommandLine.unsafeArgv
    exit(runLibFuzzer(&argumentCount, &rawArguments, fuzzOneInput))
  }
}
