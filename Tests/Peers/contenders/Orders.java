import java.util.Scanner;

/** What a contender is told on its standard input: anything means to leave. */
final class Orders {
  private volatile boolean shallLeave = false;

  Orders() {
    Thread listening = new Thread(this::obey);
    listening.setDaemon(true);
    listening.start();
  }

  boolean shallLeave() {
    return shallLeave;
  }

  private void obey() {
    try (Scanner lines = new Scanner(System.in)) {
      while (lines.hasNextLine()) {
        lines.nextLine();
        shallLeave = true;
      }
    }
    // Whoever gave the orders has gone, and nobody hears any more what is said here.
    Runtime.getRuntime().halt(1);
  }
}
