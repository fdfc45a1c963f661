import Glibc
import ZooKeeperTransport

// One word chooses what is measured; figures go to standard output, everything else to standard
// error.
switch CommandLine.arguments.dropFirst().first {
case "codec":
  CodecBenchmark.run()
case "server":
  let options: ServerBenchmarkOptions
  do {
    options = try ServerBenchmarkOptions(CommandLine.arguments.dropFirst(2))
  } catch {
    StandardStream.error.writeLine("zkbench: \(error)")
    exit(2)
  }
  do {
    try ServerBenchmark(options).run { StandardStream.output.writeLine("\($0)") }
  } catch {
    StandardStream.error.writeLine("zkbench: \(error)")
    exit(1)
  }
case "client", "recipes":
  do {
    let options = try ClientBenchmarkOptions(CommandLine.arguments.dropFirst(2))
    let line =
      CommandLine.arguments[1] == "client"
      ? try await ClientBenchmark(options: options).run()
      : try await RecipeBenchmark(options: options).run()
    StandardStream.output.writeLine(line)
  } catch let error as UnsupportedWorkload {
    StandardStream.error.writeLine("zkbench: \(error)")
    exit(3)
  } catch {
    StandardStream.error.writeLine("zkbench: \(error)")
    exit(1)
  }
case "allocations":
  do {
    let options = try ClientBenchmarkOptions(CommandLine.arguments.dropFirst(2))
    let allocations = try await AllocationCount.perGet(of: options.servers)
    StandardStream.output.writeLine("\(allocations)")
  } catch {
    StandardStream.error.writeLine("zkbench: \(error)")
    exit(1)
  }
default:
  StandardStream.error.writeLine(
    """
    usage: zkbench codec
             bytes to words and back: ns and allocations
           zkbench server HOST:PORT [--pid PID] [--row NAME]... [--seconds S] [--rounds N]
                          [--nodes N]
             what a server does under load; with its process, also what that costs it
           zkbench client --host HOST:PORT --workload NAME [--window W] [--size BYTES] [--n N]
                          [--secs S] [--warm S] [--tasks pool|loop]
             what our client does under load; options and output are those of other load programs
           zkbench recipes --host HOST:PORT --workload lock|handoff [--window SESSIONS] ...
             what our recipes do under load; the options are the same
           zkbench allocations --host HOST:PORT
             how often a get of our client among many asks for memory
    """)
  exit(2)
}
