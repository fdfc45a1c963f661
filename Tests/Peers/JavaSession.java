import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;

/** Plays one scene with Apache's Java client. Arguments: scene, proxy's address, server's own. */
public final class JavaSession {
  static final List<ACL> OPEN = ZooDefs.Ids.OPEN_ACL_UNSAFE;

  private final Conversation conversation = new Conversation();
  private final String proxy;
  private final String server;

  private JavaSession(String proxy, String server) {
    this.proxy = proxy;
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    new JavaSession(arguments[1], arguments[2]).play(arguments[0]);
    // The client's threads may linger after a session that ended badly.
    System.exit(0);
  }

  private void play(String scene) throws Exception {
    conversation.request("!client Apache's Java client " + Version.getVersion());
    switch (scene) {
      case "standalone":
        playStandalone();
        break;
      case "plain":
        new Refusals(conversation, proxy).playPlain();
        break;
      case "sasl":
        new Credentials(conversation, proxy).playSasl();
        break;
      case "guarded":
        new Refusals(conversation, proxy).playGuarded();
        break;
      case "quorum":
        new Ensemble(conversation, proxy).playQuorum();
        break;
      case "readOnly":
        new Ensemble(conversation, proxy).playReadOnly();
        break;
      default:
        throw new IllegalArgumentException(scene);
    }
    conversation.endStep();
  }

  private void playStandalone() throws Exception {
    Client client = new Client(conversation, proxy, false);
    createEveryKind(client);
    readAndWrite(client);
    new Watching(conversation, server).play(client);
    playMulti(client);
    new Containers(client).play();
    new Characters(client).play();
    client.getEphemerals("/");
    client.getEphemerals("/e");
    client.getEphemerals("/nothing");
    client.close();
    new Credentials(conversation, proxy).play();
    new Refusals(conversation, proxy).playStandalone();
    resume();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void createEveryKind(Client client) throws InterruptedException {
    client.create("/plain", bytes("hi\n"), OPEN, CreateMode.PERSISTENT);
    client.create("/null", null, OPEN, CreateMode.PERSISTENT);
    client.create("/empty", new byte[0], OPEN, CreateMode.PERSISTENT);
    client.create("/ephemeral", bytes("e"), OPEN, CreateMode.EPHEMERAL);
    client.create("/queue-", bytes("q"), OPEN, CreateMode.PERSISTENT_SEQUENTIAL);
    client.create("/election-", bytes("n"), OPEN, CreateMode.EPHEMERAL_SEQUENTIAL);
    client.create("/container", bytes("c"), OPEN, CreateMode.CONTAINER);
    client.create2("/plain2", bytes("hi"), OPEN, CreateMode.PERSISTENT);
    client.create2("/null2", null, OPEN, CreateMode.PERSISTENT);
    client.create2("/ephemeral2", bytes("e"), OPEN, CreateMode.EPHEMERAL);
    client.create2("/queue2-", bytes("q"), OPEN, CreateMode.PERSISTENT_SEQUENTIAL);
    client.create2("/election2-", bytes("n"), OPEN, CreateMode.EPHEMERAL_SEQUENTIAL);
    client.create2("/container2", bytes("c"), OPEN, CreateMode.CONTAINER);
    client.createTTL("/ttl", bytes("t"), OPEN, CreateMode.PERSISTENT_WITH_TTL, 3_600_000);
    client.createTTL(
        "/ttl-", bytes("t"), OPEN, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, 3_600_000);
    client.create2("/caf\u00e9", bytes("au lait"), OPEN, CreateMode.PERSISTENT);
    client.create2("/caf\u00e9/\u65e5\u672c\u8a9e", null, OPEN, CreateMode.PERSISTENT);
    client.create("/queue3/", null, OPEN, CreateMode.PERSISTENT_SEQUENTIAL);
    client.create("/queue3", null, OPEN, CreateMode.PERSISTENT);
    client.create("/queue3/", null, OPEN, CreateMode.PERSISTENT_SEQUENTIAL);
    client.create("/plain", bytes("again"), OPEN, CreateMode.PERSISTENT);
    client.create2("/no/parent", bytes("x"), OPEN, CreateMode.PERSISTENT);
    client.create2("/ephemeral/child", bytes("x"), OPEN, CreateMode.PERSISTENT);
    client.create("/nobody", bytes("x"), ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    List<ACL> several =
        Arrays.asList(
            new ACL(Perms.READ, new Id("world", "anyone")),
            new ACL(Perms.ALL, new Id("ip", "127.0.0.0/8")),
            new ACL(Perms.ADMIN | Perms.WRITE, new Id("digest", "alice:x=")));
    client.create2("/several", bytes("x"), several, CreateMode.PERSISTENT);
    byte[] big = new byte[10 * 1024];
    for (int i = 0; i < big.length; i++) {
      big[i] = (byte) (i * 31 >> 3);
    }
    client.create("/big", big, OPEN, CreateMode.PERSISTENT);
  }

  private void readAndWrite(Client client) throws Exception {
    for (String path : List.of("/plain", "/null", "/empty", "/ephemeral", "/big", "/gone")) {
      client.getData(path, false);
    }
    for (String path : List.of("/plain", "/ttl", "/caf\u00e9", "/gone")) {
      client.exists(path, false);
    }
    client.setData("/plain", bytes("ho"), 0);
    client.setData("/plain", null, -1);
    client.setData("/plain", new byte[0], 2);
    client.setData("/plain", bytes("late"), 2);
    client.setData("/gone", bytes("x"), -1);
    for (String path : List.of("/plain", "/several", "/zookeeper/config", "/gone")) {
      client.getACL(path);
    }
    List<ACL> readers =
        Arrays.asList(
            new ACL(Perms.READ, new Id("world", "anyone")),
            new ACL(Perms.ALL, new Id("ip", "127.0.0.1")));
    client.setACL("/plain2", readers, 0);
    client.setACL("/plain2", readers, 0);
    client.setACL("/plain2", OPEN, -1);
    client.setACL("/gone", OPEN, -1);
    client.sync("/plain");
    client.sync("/gone");
    readChildren(client);
    client.delete("/queue3", -1);
    client.delete("/plain2", 7);
    client.delete("/plain2", 0);
    client.delete("/plain2", -1);
    client.delete("/zookeeper", -1);
    client.call(
        "getData",
        Conversation.fields("path", "/zookeeper/config", "watch", false),
        () -> {
          Stat stat = new Stat();
          byte[] data = client.zooKeeper.getConfig(false, stat);
          return Conversation.fields("data", data, "stat", stat);
        });
  }

  private void readChildren(Client client) throws Exception {
    client.create("/many", null, OPEN, CreateMode.PERSISTENT);
    try (OpenZooKeeper other = new OpenZooKeeper(server, Client.TIMEOUT, event -> {}, false)) {
      for (int i = 0; i < 100; i++) {
        other.create("/many/child-" + i, null, OPEN, CreateMode.PERSISTENT);
      }
    }
    client.getChildren("/many", false);
    client.getChildren2("/many", false);
    client.getChildren("/plain", false);
    client.getChildren2("/plain", false);
    client.getChildren("/caf\u00e9", false);
    client.getChildren("/gone", false);
    client.getChildren2("/gone", false);
    client.getAllChildrenNumber("/many");
    client.getAllChildrenNumber("/gone");
  }

  private static void playMulti(Client client) throws InterruptedException {
    new Multi()
        .create("/m", bytes("m"), OPEN, CreateMode.PERSISTENT)
        .create("/m/queue-", null, OPEN, CreateMode.PERSISTENT_SEQUENTIAL)
        .create("/m/ephemeral", new byte[0], OPEN, CreateMode.EPHEMERAL)
        .create("/m/container", bytes("c"), OPEN, CreateMode.CONTAINER)
        .createTTL("/m/ttl", bytes("t"), OPEN, CreateMode.PERSISTENT_WITH_TTL, 3_600_000)
        .setData("/m", bytes("mm"), 0)
        .check("/m", 1)
        .delete("/m/ephemeral", -1)
        .perform(client, "multi");
    new Multi()
        .setData("/m", bytes("mmm"), -1)
        .check("/m", 1)
        .delete("/m/ttl", -1)
        .perform(client, "multi");
    Multi.performEmpty(client);
    Multi.performCreate2(client, "/m/second", bytes("2"), OPEN, 0);
    Multi.performCreate2(client, "/m/third", bytes("3"), OPEN, 9);
    new Multi()
        .getData("/m")
        .getChildren("/m")
        .getData("/null")
        .getChildren("/plain")
        .perform(client, "multiRead");
    new Multi()
        .getData("/gone")
        .getChildren("/gone")
        .getData("/m")
        .perform(client, "multiRead");
  }

  /** A session that survives its connection, and one that is asked for with a wrong password. */
  private void resume() throws Exception {
    Client first = new Client(conversation, proxy, true);
    first.create("/survivor", null, OPEN, CreateMode.EPHEMERAL);
    conversation.endStep();
    first.zooKeeper.abandon();
    long sessionId = first.zooKeeper.getSessionId();
    byte[] password = first.zooKeeper.getSessionPasswd();
    byte[] wrong = Arrays.copyOf(password, password.length);
    wrong[0] ^= 1;
    Client second = new Client(conversation, proxy, sessionId, password);
    second.getEphemerals("/");
    second.close();
    new Client(conversation, proxy, sessionId, wrong);
  }
}
