import Glibc
import ZooKeeperServer

let program = ServerProgram(Array(CommandLine.arguments.dropFirst()))
exit(await program.run())
