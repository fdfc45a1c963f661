import Glibc
import ZooKeeperShell

// Taken as bytes: data that stands in the line need not be text.
let arguments = (1..<max(1, Int(CommandLine.argc))).map { place -> [UInt8] in
  guard let word = CommandLine.unsafeArgv[place] else { return [] }
  return (0..<strlen(word)).map { UInt8(bitPattern: word[$0]) }
}
let home = getenv("HOME").map { String(cString: $0) }
exit(await ShellProgram(arguments, home: home).run())
