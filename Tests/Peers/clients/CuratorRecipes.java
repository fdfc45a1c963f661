import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.barriers.DistributedDoubleBarrier;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.locks.InterProcessReadWriteLock;
import org.apache.curator.framework.recipes.locks.InterProcessSemaphoreV2;
import org.apache.curator.framework.recipes.locks.Lease;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.CreateMode;

/** Coordination between two clients: locks, leaders, counters. */
final class CuratorRecipes {
  private final Scenarios scenarios;

  CuratorRecipes(Scenarios scenarios) {
    this.scenarios = scenarios;
  }

  void play() {
    scenarios.play("mutex", this::mutex);
    scenarios.play("mutexOfOneWhoLeaves", this::mutexOfOneWhoLeaves);
    scenarios.play("readAndWriteLocks", this::readAndWriteLocks);
    scenarios.play("semaphore", this::semaphore);
    scenarios.play("leaderLatch", this::leaderLatch);
    scenarios.play("counters", this::counters);
    scenarios.play("doubleBarrier", this::doubleBarrier);
    scenarios.play("persistentNode", this::persistentNode);
  }

  private void mutex() throws Exception {
    InterProcessMutex first = new InterProcessMutex(scenarios.client(), "/mutex");
    InterProcessMutex second = new InterProcessMutex(scenarios.client(), "/mutex");
    first.acquire();
    first.acquire();
    Scenarios.equal(second.acquire(0, TimeUnit.SECONDS), false);
    BlockingQueue<String> order = new LinkedBlockingQueue<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                second.acquire();
                order.add("second");
                second.release();
              } catch (Exception problem) {
                order.add(problem.toString());
              }
            });
    waiting.start();
    Scenarios.eventually(() -> first.getParticipantNodes().size() == 2);
    first.release();
    order.add("first");
    // It was acquired twice.
    first.release();
    Scenarios.equal(Scenarios.next(order), "first");
    Scenarios.equal(Scenarios.next(order), "second");
    waiting.join();
  }

  private void mutexOfOneWhoLeaves() throws Exception {
    CuratorFramework leaving = scenarios.client();
    new InterProcessMutex(leaving, "/leaving").acquire();
    InterProcessMutex second = new InterProcessMutex(scenarios.client(), "/leaving");
    Scenarios.equal(second.acquire(0, TimeUnit.SECONDS), false);
    leaving.close();
    Scenarios.equal(second.acquire(20, TimeUnit.SECONDS), true);
    second.release();
  }

  private void readAndWriteLocks() throws Exception {
    var first = new InterProcessReadWriteLock(scenarios.client(), "/rw");
    var second = new InterProcessReadWriteLock(scenarios.client(), "/rw");
    first.readLock().acquire();
    Scenarios.equal(second.readLock().acquire(0, TimeUnit.SECONDS), true);
    second.readLock().release();
    Scenarios.equal(second.writeLock().acquire(0, TimeUnit.SECONDS), false);
    first.readLock().release();
    Scenarios.equal(second.writeLock().acquire(20, TimeUnit.SECONDS), true);
    Scenarios.equal(first.readLock().acquire(0, TimeUnit.SECONDS), false);
    second.writeLock().release();
  }

  private void semaphore() throws Exception {
    var first = new InterProcessSemaphoreV2(scenarios.client(), "/semaphore", 2);
    var second = new InterProcessSemaphoreV2(scenarios.client(), "/semaphore", 2);
    Lease one = first.acquire();
    Lease two = second.acquire();
    Scenarios.equal(second.acquire(100, TimeUnit.MILLISECONDS), null);
    first.returnLease(one);
    second.returnLease(second.acquire(20, TimeUnit.SECONDS));
    second.returnLease(two);
  }

  private void leaderLatch() throws Exception {
    BlockingQueue<String> leaders = new LinkedBlockingQueue<>();
    LeaderLatch first = latch("first", leaders);
    Scenarios.equal(Scenarios.next(leaders), "first");
    LeaderLatch second = latch("second", leaders);
    Scenarios.eventually(() -> first.getParticipants().size() == 2);
    Scenarios.equal(second.hasLeadership(), false);
    Scenarios.equal(second.getLeader().getId(), "first");
    first.close();
    Scenarios.equal(Scenarios.next(leaders), "second");
    Scenarios.equal(second.hasLeadership(), true);
    second.close();
  }

  private LeaderLatch latch(String name, BlockingQueue<String> leaders) throws Exception {
    LeaderLatch latch = new LeaderLatch(scenarios.client(), "/latch", name);
    latch.addListener(
        new LeaderLatchListener() {
          @Override
          public void isLeader() {
            leaders.add(name);
          }

          @Override
          public void notLeader() {}
        });
    latch.start();
    return latch;
  }

  /** Optimistic updates by several clients at once: none is lost. */
  private void counters() throws Exception {
    BlockingQueue<String> results = new LinkedBlockingQueue<>();
    int threads = 3;
    for (int i = 0; i < threads; i++) {
      var counter = new DistributedAtomicLong(scenarios.client(), "/long", new RetryNTimes(99, 5));
      new Thread(
              () -> {
                try {
                  for (int j = 0; j < 20; j++) {
                    Scenarios.equal(counter.increment().succeeded(), true);
                  }
                  results.add("done");
                } catch (Throwable problem) {
                  results.add(problem.toString());
                }
              })
          .start();
    }
    for (int i = 0; i < threads; i++) Scenarios.equal(Scenarios.next(results), "done");
    CuratorFramework zk = scenarios.client();
    var counter = new DistributedAtomicLong(zk, "/long", new RetryNTimes(0, 0));
    Scenarios.equal(counter.get().postValue(), 60L);
    try (SharedCount count = new SharedCount(zk, "/count", 7);
        SharedCount other = new SharedCount(scenarios.client(), "/count", 7)) {
      count.start();
      other.start();
      count.setCount(8);
      Scenarios.eventually(() -> other.getCount() == 8);
    }
  }

  private void doubleBarrier() throws Exception {
    BlockingQueue<String> inside = new LinkedBlockingQueue<>();
    for (String name : List.of("early", "late")) {
      CuratorFramework zk = scenarios.client();
      new Thread(
              () -> {
                try {
                  var barrier = new DistributedDoubleBarrier(zk, "/double", 2);
                  barrier.enter();
                  barrier.leave();
                  inside.add("passed");
                } catch (Exception problem) {
                  inside.add(problem.toString());
                }
              },
              name)
          .start();
    }
    Scenarios.equal(Scenarios.next(inside), "passed");
    Scenarios.equal(Scenarios.next(inside), "passed");
  }

  /** Whoever deletes it, it comes back. */
  private void persistentNode() throws Exception {
    CuratorFramework zk = scenarios.client();
    CuratorFramework other = scenarios.client();
    byte[] data = {1};
    try (var node = new PersistentNode(zk, CreateMode.EPHEMERAL, false, "/persistent/me", data)) {
      node.start();
      Scenarios.equal(node.waitForInitialCreate(20, TimeUnit.SECONDS), true);
      long created = other.checkExists().forPath("/persistent/me").getCzxid();
      other.delete().forPath("/persistent/me");
      Scenarios.eventually(
          () -> {
            var stat = other.checkExists().forPath("/persistent/me");
            return stat != null && stat.getCzxid() > created;
          });
    }
    Scenarios.equal(other.checkExists().forPath("/persistent/me"), null);
  }
}
