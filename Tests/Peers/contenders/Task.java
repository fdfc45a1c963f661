/** What a contender is told to do, by its arguments. */
final class Task {
  final String prize;
  final String servers;
  final String line;
  final String counter;
  final int timeout;
  final int permits;
  final long seed;

  Task(String[] arguments) {
    prize = arguments[0];
    servers = arguments[1];
    line = arguments[2] + "/line";
    counter = arguments[2] + "/counter";
    timeout = Integer.parseInt(arguments[3]);
    permits = Integer.parseInt(arguments[4]);
    seed = Long.parseUnsignedLong(arguments[5]);
  }
}
