import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.CreateMode;

/** Sessions that outlive a lost connection or a server's restart, and one that does not. */
final class CuratorSessions {
  private final Scenarios scenarios;

  CuratorSessions(Scenarios scenarios) {
    this.scenarios = scenarios;
  }

  void play() {
    scenarios.play("expired", this::expired);
    scenarios.play("overAnOrderlyRestart", () -> overRestart("!stop", "/term"));
    scenarios.play("overACrash", () -> overRestart("!kill", "/crash"));
  }

  /** A node that is to be there for good comes back with the next session. */
  private void expired() throws Exception {
    CuratorFramework zk = scenarios.client(scenarios.proxy, Scenarios.SHORT);
    CuratorFramework other = scenarios.client();
    BlockingQueue<ConnectionState> states = Scenarios.states(zk);
    byte[] data = {1};
    try (var node = new PersistentNode(zk, CreateMode.EPHEMERAL, false, "/expiring/me", data)) {
      node.start();
      Scenarios.equal(node.waitForInitialCreate(20, TimeUnit.SECONDS), true);
      long owner = session(zk);
      scenarios.ask("!lose");
      Scenarios.equal(Scenarios.next(states), ConnectionState.SUSPENDED);
      Scenarios.eventually(() -> other.checkExists().forPath("/expiring/me") == null);
      scenarios.ask("!admit");
      Scenarios.equal(Scenarios.next(states), ConnectionState.LOST);
      Scenarios.equal(Scenarios.next(states), ConnectionState.RECONNECTED);
      Scenarios.eventually(() -> other.checkExists().forPath("/expiring/me") != null);
      Scenarios.equal(session(zk) != owner, true);
    }
  }

  private void overRestart(String how, String path) throws Exception {
    CuratorFramework zk = scenarios.client();
    CuratorFramework other = scenarios.client();
    BlockingQueue<ConnectionState> states = Scenarios.states(zk);
    BlockingQueue<ConnectionState> otherStates = Scenarios.states(other);
    InterProcessMutex mutex = new InterProcessMutex(zk, path + "/mutex");
    mutex.acquire();
    String held = mutex.getParticipantNodes().iterator().next();
    LeaderLatch latch = new LeaderLatch(zk, path + "/latch", "leader");
    latch.start();
    latch.await();
    long session = session(zk);
    scenarios.ask(how);
    Scenarios.equal(Scenarios.next(states), ConnectionState.SUSPENDED);
    Scenarios.equal(Scenarios.next(otherStates), ConnectionState.SUSPENDED);
    scenarios.ask("!start");
    Scenarios.equal(Scenarios.next(states), ConnectionState.RECONNECTED);
    Scenarios.equal(Scenarios.next(otherStates), ConnectionState.RECONNECTED);
    Scenarios.equal(session(zk), session);
    Scenarios.equal(other.checkExists().forPath(held).getEphemeralOwner(), session);
    InterProcessMutex contender = new InterProcessMutex(other, path + "/mutex");
    Scenarios.equal(contender.acquire(0, TimeUnit.SECONDS), false);
    mutex.release();
    Scenarios.equal(contender.acquire(20, TimeUnit.SECONDS), true);
    Scenarios.eventually(latch::hasLeadership);
    zk.close();
    // Curator keeps latches in containers, which go with the last candidate.
    Scenarios.eventually(() -> other.checkExists().forPath(path + "/latch") == null);
  }


  private static long session(CuratorFramework client) throws Exception {
    return client.getZookeeperClient().getZooKeeper().getSessionId();
  }
}
