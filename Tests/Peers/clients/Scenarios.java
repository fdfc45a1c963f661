import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;

/**
 * What every scenario with Curator needs: clients, and judgement. It prints the name of every
 * scenario that passed. The first one that does not ends the program.
 */
final class Scenarios {
  static final int TIMEOUT = 20000;
  /** How long a session lives that is meant to expire. */
  static final int SHORT = 2000;

  private static final int PATIENCE = 20;

  interface Scenario {
    void play() throws Exception;
  }

  final String proxy;
  final String server;
  private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in));
  private final List<CuratorFramework> clients = new ArrayList<>();

  Scenarios(String proxy, String server) {
    this.proxy = proxy;
    this.server = server;
  }

  void play(String name, Scenario scenario) {
    try {
      scenario.play();
      System.out.println(name);
    } catch (Throwable problem) {
      System.err.println(name + ": " + problem);
      Stream.of(problem.getStackTrace())
          .limit(12)
          .forEach(frame -> System.err.println("  at " + frame));
      System.exit(1);
    }
    clients.forEach(CuratorFramework::close);
    clients.clear();
  }

  /** Has something done that a client cannot do, such as `!lose` the connection. */
  void ask(String request) throws IOException {
    System.out.println(request);
    if (answers.readLine() == null) throw new IOException("whoever fulfils requests has gone");
  }

  /** A client that is closed at the end of the scenario, at the latest. */
  CuratorFramework client() throws Exception {
    return client(server, TIMEOUT);
  }

  CuratorFramework client(String address, int timeout) throws Exception {
    return started(
        CuratorFrameworkFactory.builder().connectString(address).sessionTimeoutMs(timeout));
  }

  CuratorFramework client(String user, String password) throws Exception {
    byte[] credential = (user + ":" + password).getBytes();
    return started(
        CuratorFrameworkFactory.builder()
            .connectString(server)
            .sessionTimeoutMs(TIMEOUT)
            .authorization("digest", credential));
  }

  private CuratorFramework started(CuratorFrameworkFactory.Builder builder) throws Exception {
    CuratorFramework client =
        builder.connectionTimeoutMs(TIMEOUT).retryPolicy(new RetryForever(50)).build();
    clients.add(client);
    client.start();
    equal(client.blockUntilConnected(PATIENCE, TimeUnit.SECONDS), true);
    return client;
  }

  /** What becomes of the connection from now on; that it was made may not have been told yet. */
  static BlockingQueue<ConnectionState> states(CuratorFramework client) {
    BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    client
        .getConnectionStateListenable()
        .addListener(
            (zk, state) -> {
              if (state != ConnectionState.CONNECTED) states.add(state);
            });
    return states;
  }

  static void equal(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) {
      throw new AssertionError(actual + " instead of " + expected);
    }
  }

  static void fails(Class<? extends Exception> expected, Callable<?> call) {
    Object result;
    try {
      result = call.call();
    } catch (Exception problem) {
      equal(problem.getClass(), expected);
      return;
    }
    throw new AssertionError(result + " instead of " + expected.getSimpleName());
  }

  static <Value> Value next(BlockingQueue<Value> queue) throws InterruptedException {
    Value value = queue.poll(PATIENCE, TimeUnit.SECONDS);
    if (value == null) throw new AssertionError("what was awaited does not happen");
    return value;
  }

  /** For what another does without telling: asks until the answer is yes. */
  static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("what was awaited does not happen");
      }
      Thread.sleep(10);
    }
  }
}
