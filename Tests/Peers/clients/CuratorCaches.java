import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.TreeCache;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/** Watches that stay, and the caches that are built on watches of either kind. */
final class CuratorCaches {
  private final Scenarios scenarios;

  CuratorCaches(Scenarios scenarios) {
    this.scenarios = scenarios;
  }

  void play() {
    scenarios.play("persistentWatch", this::persistentWatch);
    scenarios.play("recursiveWatch", this::recursiveWatch);
    scenarios.play("removedWatches", this::removedWatches);
    scenarios.play("pathChildrenCache", this::pathChildrenCache);
    scenarios.play("treeCache", this::treeCache);
    scenarios.play("curatorCache", this::curatorCache);
    scenarios.play("cachesOverLoss", this::cachesOverLoss);
  }

  private void persistentWatch() throws Exception {
    CuratorFramework zk = scenarios.client();
    CuratorFramework other = scenarios.client();
    BlockingQueue<String> events = watch(zk, AddWatchMode.PERSISTENT, "/stays");
    other.create().forPath("/stays");
    expect(events, "NodeCreated /stays");
    other.create().forPath("/stays/a");
    expect(events, "NodeChildrenChanged /stays");
    other.setData().forPath("/stays/a", new byte[] {1});
    other.create().forPath("/stays/a/deep");
    other.setData().forPath("/stays", new byte[] {1});
    expect(events, "NodeDataChanged /stays");
    other.setData().forPath("/stays", new byte[] {2});
    expect(events, "NodeDataChanged /stays");
    other.delete().deletingChildrenIfNeeded().forPath("/stays");
    expect(events, "NodeChildrenChanged /stays", "NodeDeleted /stays");
    other.create().forPath("/stays");
    expect(events, "NodeCreated /stays");
  }

  private void recursiveWatch() throws Exception {
    CuratorFramework zk = scenarios.client();
    CuratorFramework other = scenarios.client();
    BlockingQueue<String> events = watch(zk, AddWatchMode.PERSISTENT_RECURSIVE, "/deep");
    other.create().creatingParentsIfNeeded().forPath("/deep/a/b");
    expect(events, "NodeCreated /deep", "NodeCreated /deep/a", "NodeCreated /deep/a/b");
    other.create().forPath("/deeper");
    other.setData().forPath("/deep/a/b", new byte[] {1});
    expect(events, "NodeDataChanged /deep/a/b");
    zk.transaction()
        .forOperations(
            zk.transactionOp().create().forPath("/deep/a/c"),
            zk.transactionOp().delete().forPath("/deep/a/c"),
            zk.transactionOp().setData().forPath("/deep", new byte[] {2}));
    expect(
        events, "NodeCreated /deep/a/c", "NodeDeleted /deep/a/c", "NodeDataChanged /deep");
    other.delete().deletingChildrenIfNeeded().forPath("/deep");
    expect(events, "NodeDeleted /deep/a/b", "NodeDeleted /deep/a", "NodeDeleted /deep");
  }

  private void removedWatches() throws Exception {
    CuratorFramework zk = scenarios.client();
    CuratorFramework other = scenarios.client();
    zk.create().forPath("/unwatched");
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    Watcher watcher = event -> events.add(words(event));
    zk.watchers()
        .add()
        .withMode(AddWatchMode.PERSISTENT)
        .usingWatcher(watcher)
        .forPath("/unwatched");
    zk.checkExists().usingWatcher(watcher).forPath("/marker");
    zk.watchers().remove(watcher).ofType(Watcher.WatcherType.Any).forPath("/unwatched");
    expect(events, "PersistentWatchRemoved /unwatched");
    other.setData().forPath("/unwatched", new byte[] {1});
    other.create().forPath("/marker");
    expect(events, "NodeCreated /marker");
    Scenarios.fails(
        KeeperException.NoWatcherException.class,
        () -> zk.watchers().remove(watcher).forPath("/unwatched"));
  }

  private void pathChildrenCache() throws Exception {
    CuratorFramework other = scenarios.client();
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    other.create().creatingParentsIfNeeded().forPath("/path/a", new byte[] {0});
    try (var cache = new PathChildrenCache(scenarios.client(), "/path", true)) {
      cache
          .getListenable()
          .addListener(
              (client, event) -> addEvent(event.getType().name(), event.getData(), events));
      cache.start(PathChildrenCache.StartMode.POST_INITIALIZED_EVENT);
      expect(events, "CHILD_ADDED /path/a", "INITIALIZED ");
      other.create().forPath("/path/b");
      expect(events, "CHILD_ADDED /path/b");
      other.setData().forPath("/path/a", new byte[] {1});
      expect(events, "CHILD_UPDATED /path/a");
      other.delete().forPath("/path/b");
      expect(events, "CHILD_REMOVED /path/b");
      Scenarios.equal(cache.getCurrentData("/path/a").getData()[0], (byte) 1);
    }
  }

  private void treeCache() throws Exception {
    CuratorFramework other = scenarios.client();
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    other.create().creatingParentsIfNeeded().forPath("/tree/a/b");
    try (TreeCache cache = new TreeCache(scenarios.client(), "/tree")) {
      cache
          .getListenable()
          .addListener(
              (client, event) -> addEvent(event.getType().name(), event.getData(), events));
      cache.start();
      expect(
          events, "NODE_ADDED /tree", "NODE_ADDED /tree/a", "NODE_ADDED /tree/a/b",
          "INITIALIZED ");
      other.setData().forPath("/tree/a/b", new byte[] {1});
      expect(events, "NODE_UPDATED /tree/a/b");
      other.create().forPath("/tree/c");
      expect(events, "NODE_ADDED /tree/c");
      Scenarios.equal(cache.getCurrentChildren("/tree").keySet(), Set.of("a", "c"));
      other.delete().deletingChildrenIfNeeded().forPath("/tree/a");
      expect(events, "NODE_REMOVED /tree/a/b", "NODE_REMOVED /tree/a");
    }
  }

  /** Built on one recursive watch. */
  private void curatorCache() throws Exception {
    CuratorFramework other = scenarios.client();
    other.create().creatingParentsIfNeeded().forPath("/cache/a/b");
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (CuratorCache cache = CuratorCache.build(scenarios.client(), "/cache")) {
      listen(cache, events);
      cache.start();
      Scenarios.equal(
          Set.of(Scenarios.next(events), Scenarios.next(events), Scenarios.next(events)),
          Set.of("NODE_CREATED /cache", "NODE_CREATED /cache/a", "NODE_CREATED /cache/a/b"));
      other.setData().forPath("/cache/a/b", new byte[] {1});
      expect(events, "NODE_CHANGED /cache/a/b");
      other.delete().deletingChildrenIfNeeded().forPath("/cache/a");
      expect(events, "NODE_DELETED /cache/a/b", "NODE_DELETED /cache/a");
      Scenarios.equal(cache.stream().count(), 1L);
    }
  }

  /** What happened while the connection was lost is in the caches when it is back. */
  private void cachesOverLoss() throws Exception {
    CuratorFramework zk = scenarios.client(scenarios.proxy, Scenarios.TIMEOUT);
    CuratorFramework other = scenarios.client();
    BlockingQueue<ConnectionState> states = Scenarios.states(zk);
    other.create().creatingParentsIfNeeded().forPath("/loss/gone");
    other.create().forPath("/loss/changed", new byte[] {0});
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (CuratorCache cache = CuratorCache.build(zk, "/loss");
        TreeCache tree = new TreeCache(zk, "/loss")) {
      listen(cache, events);
      cache.start();
      tree.start();
      Scenarios.eventually(() -> cache.size() == 3 && children(tree).size() == 2);
      scenarios.ask("!lose");
      Scenarios.equal(Scenarios.next(states), ConnectionState.SUSPENDED);
      other.delete().forPath("/loss/gone");
      other.setData().forPath("/loss/changed", new byte[] {1});
      other.create().forPath("/loss/new");
      scenarios.ask("!admit");
      Scenarios.equal(Scenarios.next(states), ConnectionState.RECONNECTED);
      Scenarios.eventually(
          () ->
              cache.get("/loss/gone").isEmpty()
                  && cache.get("/loss/new").isPresent()
                  && cache.get("/loss/changed").get().getData()[0] == 1);
      Scenarios.eventually(
          () ->
              children(tree).equals(Set.of("changed", "new"))
                  && tree.getCurrentData("/loss/changed").getData()[0] == 1);
      other.setData().forPath("/loss/new", new byte[] {2});
      // Before it come the events of what was missed, as the cache puts them together.
      while (!Scenarios.next(events).equals("NODE_CHANGED /loss/new")) {}
    }
  }

  /** Caches tell of the connection too, as early or as late as it suits them. */
  private static void addEvent(String type, ChildData data, BlockingQueue<String> events) {
    if (!type.startsWith("CONNECTION_")) {
      events.add(type + " " + (data == null ? "" : data.getPath()));
    }
  }

  private static Set<String> children(TreeCache tree) {
    var children = tree.getCurrentChildren("/loss");
    return children == null ? Set.of() : children.keySet();
  }

  private static void listen(CuratorCache cache, BlockingQueue<String> events) {
    CuratorCacheListener listener =
        (type, old, data) -> events.add(type + " " + (data == null ? old : data).getPath());
    cache.listenable().addListener(listener);
  }

  private static BlockingQueue<String> watch(CuratorFramework zk, AddWatchMode mode, String path)
      throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    Watcher watcher = event -> events.add(words(event));
    zk.watchers().add().withMode(mode).usingWatcher(watcher).forPath(path);
    return events;
  }

  private static String words(WatchedEvent event) {
    return event.getType() + " " + event.getPath();
  }

  private static void expect(BlockingQueue<String> events, String... expected)
      throws InterruptedException {
    String[] seen = new String[expected.length];
    for (int i = 0; i < seen.length; i++) seen[i] = Scenarios.next(events);
    Scenarios.equal(List.of(seen), Arrays.asList(expected));
  }
}
