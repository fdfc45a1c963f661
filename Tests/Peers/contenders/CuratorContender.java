import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** One who contends by Curator's recipes. */
final class CuratorContender {
  /** Seconds after which nobody waits any more. */
  private static final int PATIENCE = 30;

  private final Task task;
  private final CuratorFramework zk;
  private final Random random;
  private volatile boolean isSure = true;

  private CuratorContender(Task task, CuratorFramework zk, Random random) {
    this.task = task;
    this.zk = zk;
    this.random = random;
  }

  /** Whatever goes wrong, it begins anew with another session, and no node of it stays. */
  public static void main(String[] arguments) {
    Task task = new Task(arguments);
    Orders orders = new Orders();
    Random random = new Random(task.seed);
    while (!orders.shallLeave()) {
      try (CuratorFramework zk = client(task)) {
        CuratorContender contender = new CuratorContender(task, zk, random);
        contender.start();
        while (!orders.shallLeave()) contender.contend();
      } catch (Exception problem) {
        System.err.println(problem);
        Voice.say(Voice.now(), "denied", 0);
      }
    }
    // Curator's threads would go on.
    System.exit(0);
  }

  private static CuratorFramework client(Task task) {
    return CuratorFrameworkFactory.builder()
        .connectString(task.servers)
        .sessionTimeoutMs(task.timeout)
        .connectionTimeoutMs(task.timeout)
        .retryPolicy(new RetryForever(50))
        .build();
  }

  /** What Curator's manual asks of owners: whoever is told this owns nothing any more. */
  private void start() {
    zk.getConnectionStateListenable()
        .addListener(
            (client, state) -> {
              if (state == ConnectionState.SUSPENDED || state == ConnectionState.LOST) {
                isSure = false;
              }
            });
    zk.start();
  }

  private void contend() throws Exception {
    switch (task.prize) {
      case "lock" -> contendForLock();
      case "leadership" -> contendForLeadership();
      default -> contendForPermit();
    }
  }

  private void contendForLock() throws Exception {
    Mutex mutex = new Mutex(zk, task.line);
    if (!mutex.acquire(PATIENCE, TimeUnit.SECONDS)) throw new TimeoutException();
    try {
      own(mutex.path());
    } finally {
      mutex.release();
    }
  }

  private void contendForLeadership() throws Exception {
    try (LeaderLatch latch = new LeaderLatch(zk, task.line)) {
      latch.start();
      if (!latch.await(PATIENCE, TimeUnit.SECONDS)) throw new TimeoutException();
      own(latch.getLastPathIsLeader());
    }
  }

  private void contendForPermit() throws Exception {
    var semaphore = new InterProcessSemaphoreV2(zk, task.line, task.permits);
    Lease lease = semaphore.acquire(PATIENCE, TimeUnit.SECONDS);
    if (lease == null) throw new TimeoutException();
    try {
      own(task.line + "/leases/" + lease.getNodeName());
    } finally {
      semaphore.returnLease(lease);
    }
  }

  /** A mutex that tells its node. */
  private static final class Mutex extends InterProcessMutex {
    Mutex(CuratorFramework zk, String path) {
      super(zk, path);
    }

    String path() {
      return getLockPath();
    }
  }

  private void own(String path) throws Exception {
    long acquired = Voice.now();
    isSure = true;
    long token = token(path);
    if (token == 0) return;
    Voice.say(acquired, "acquired", token);
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      if (!holds(token)) return;
      count(path, token);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
    }
    if (holds(token)) Voice.say(Voice.now(), "releasing", token);
  }

  /** The time is taken first, so that nothing was told until then. */
  private boolean holds(long token) {
    long at = Voice.now();
    boolean isSure = this.isSure;
    Voice.say(at, isSure ? "holds" : "lost", token);
    return isSure;
  }

  /** Of a node of this session, or 0. One of an earlier session is on its way out. */
  private long token(String path) throws Exception {
    Stat stat = zk.checkExists().forPath(path);
    long session = zk.getZookeeperClient().getZooKeeper().getSessionId();
    return stat != null && stat.getEphemeralOwner() == session ? stat.getCzxid() : 0;
  }

  /**
   * On condition that the own node is there. Where there is one owner only, without a look at the
   * counter's version.
   */
  private void count(String path, long token) throws Exception {
    Stat stat = new Stat();
    byte[] read = zk.getData().storingStatIn(stat).forPath(task.counter);
    String text = new String(read, StandardCharsets.UTF_8);
    int version = task.permits == 1 ? -1 : stat.getVersion();
    long value = Long.parseLong(text.split(" ")[0]) + 1;
    byte[] data = (value + " " + token).getBytes(StandardCharsets.UTF_8);
    Voice.say(Voice.now(), "asks", token, value);
    try {
      var check = zk.transactionOp().check().forPath(path);
      var set = zk.transactionOp().setData().withVersion(version).forPath(task.counter, data);
      var results = zk.transaction().forOperations(check, set);
      Voice.say(
          Voice.now(), "wrote", token, value, results.get(1).getResultStat().getMzxid());
    } catch (KeeperException.NoNodeException gone) {
      Voice.say(Voice.now(), "refused", token, value);
    } catch (KeeperException.BadVersionException tooSlow) {
      Voice.say(Voice.now(), "failed", token, value);
    } catch (Exception problem) {
      Voice.say(Voice.now(), "unsure", token, value);
    }
  }
}
