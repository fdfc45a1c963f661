import java.util.List;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.WatcherType;

/** Watches of every kind, their events, and what becomes of them when the connection is lost. */
final class Watching {
  private final Conversation conversation;
  private final String server;

  Watching(Conversation conversation, String server) {
    this.conversation = conversation;
    this.server = server;
  }

  void play(Client client) throws Exception {
    client.create("/w", null, JavaSession.OPEN, CreateMode.PERSISTENT);
    watchOnce(client);
    watchForGood(client);
    removeWatches(client);
    loseConnection(client, false);
    loseConnection(client, true);
  }

  private static void watchOnce(Client client) throws InterruptedException {
    client.exists("/w/a", true);
    client.create("/w/a", null, JavaSession.OPEN, CreateMode.PERSISTENT);
    client.expectEvents(1);
    client.getData("/w/a", true);
    client.setData("/w/a", new byte[] {1}, -1);
    client.expectEvents(1);
    client.exists("/w/a", true);
    client.setData("/w/a", new byte[] {2}, -1);
    client.expectEvents(1);
    client.getChildren("/w", true);
    client.create("/w/b", null, JavaSession.OPEN, CreateMode.PERSISTENT);
    client.expectEvents(1);
    client.getChildren2("/w", true);
    client.delete("/w/b", -1);
    client.expectEvents(1);
    client.getData("/w/a", true);
    client.getChildren("/w/a", true);
    client.delete("/w/a", -1);
    client.expectEvents(1);
    client.create("/w/ephemeral", null, JavaSession.OPEN, CreateMode.EPHEMERAL);
    client.getChildren("/w/ephemeral", true);
    client.delete("/w/ephemeral", -1);
    client.expectEvents(1);
    client.getData("/w/gone", true);
    client.getChildren("/w/gone", true);
  }

  private static void watchForGood(Client client) throws InterruptedException {
    client.addWatch("/w", AddWatchMode.PERSISTENT);
    client.create("/w/child", null, JavaSession.OPEN, CreateMode.PERSISTENT);
    client.expectEvents(1);
    client.setData("/w", new byte[] {3}, -1);
    client.expectEvents(1);
    client.addWatch("/w/child", AddWatchMode.PERSISTENT_RECURSIVE);
    client.create("/w/child/a", null, JavaSession.OPEN, CreateMode.PERSISTENT);
    client.expectEvents(1);
    client.setData("/w/child/a", new byte[] {4}, -1);
    client.expectEvents(1);
    client.delete("/w/child/a", -1);
    client.expectEvents(1);
    client.delete("/w/child", -1);
    client.expectEvents(2);
    client.addWatch("/w/not-yet", AddWatchMode.PERSISTENT_RECURSIVE);
  }

  private static void removeWatches(Client client) throws InterruptedException {
    client.getData("/plain", true);
    client.checkWatches("/plain", WatcherType.Data);
    client.getChildren("/plain", true);
    client.checkWatches("/plain", WatcherType.Children);
    client.getData("/plain", true);
    client.removeWatches("/plain", WatcherType.Data);
    client.getChildren("/plain", true);
    client.removeWatches("/plain", WatcherType.Children);
    client.getData("/plain", true);
    client.getChildren("/plain", true);
    client.removeWatches("/plain", WatcherType.Any);
    client.removeWatches("/plain", WatcherType.Any);
    client.removeWatches("/w", WatcherType.Any);
    client.removeWatches("/w/child", WatcherType.Any);
    client.removeWatches("/w/not-yet", WatcherType.Any);
  }

  /**
   * Everything that can be missed is missed: another client changes the nodes while this one has
   * no connection, and the server makes up for it.
   */
  private void loseConnection(Client client, boolean withPersistentWatches) throws Exception {
    for (String name : List.of("changed", "deleted", "same", "parent", "empty")) {
      client.create("/w/" + name, null, JavaSession.OPEN, CreateMode.PERSISTENT);
    }
    client.getData("/w/changed", true);
    client.getData("/w/deleted", true);
    client.getData("/w/same", true);
    client.exists("/w/created", true);
    client.exists("/w/never", true);
    client.getChildren("/w/parent", true);
    client.getChildren("/w/empty", true);
    if (withPersistentWatches) {
      client.addWatch("/w/persistent", AddWatchMode.PERSISTENT);
      client.addWatch("/w/recursive", AddWatchMode.PERSISTENT_RECURSIVE);
    }
    client.reconnect(
        () -> {
          try (OpenZooKeeper other =
              new OpenZooKeeper(server, Client.TIMEOUT, event -> {}, false)) {
            other.setData("/w/changed", new byte[] {5}, -1);
            other.delete("/w/deleted", -1);
            other.create("/w/created", null, JavaSession.OPEN, CreateMode.PERSISTENT);
            other.create("/w/parent/child", null, JavaSession.OPEN, CreateMode.PERSISTENT);
          }
        });
    client.expectEvents(4);
    if (withPersistentWatches) {
      client.create("/w/recursive", null, JavaSession.OPEN, CreateMode.PERSISTENT);
      client.expectEvents(1);
    }
    // What is left of the watches fires once more, so that the next part starts with none.
    client.delete("/w/parent/child", -1);
    client.delete("/w/parent", -1);
    client.delete("/w/empty", -1);
    client.expectEvents(1);
    client.delete("/w/same", -1);
    client.expectEvents(1);
    client.delete("/w/changed", -1);
    client.delete("/w/created", -1);
  }
}
