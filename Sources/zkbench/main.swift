import Glibc

// One word chooses what is measured; figures go to standard output, everything else to standard
// error.
switch CommandLine.arguments.dropFirst().first {
case "codec":
  CodecBenchmark.run()
default:
  let usage = "usage: zkbench codec\n  codec   bytes to words and back: ns and allocations\n"
  _ = write(STDERR_FILENO, usage, usage.utf8.count)
  exit(2)
}
