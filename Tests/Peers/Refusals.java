import java.util.List;
import org.apache.jute.Record;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.CheckVersionRequest;
import org.apache.zookeeper.proto.CheckWatchesRequest;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.ExistsRequest;
import org.apache.zookeeper.proto.MultiHeader;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RemoveWatchesRequest;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetWatches;
import org.apache.zookeeper.proto.SetWatches2;

/** What a server refuses although, or because, no client asks for it by its public methods. */
final class Refusals {
  private static final List<ACL> OPEN = JavaSession.OPEN;

  private final Conversation conversation;
  private final String proxy;

  private interface Attempt {
    void make(Client client) throws InterruptedException;
  }

  Refusals(Conversation conversation, String proxy) {
    this.conversation = conversation;
    this.proxy = proxy;
  }

  void playStandalone() throws Exception {
    Client client = new Client(conversation, proxy, false);
    create(client, "create", OpCode.create, null, 0);
    create(client, "create2", OpCode.create2, List.of(), 0);
    client.submit(
        "setACL", Conversation.fields("path", "/plain", "acl", null, "version", -1),
        OpCode.setACL, new SetACLRequest("/plain", null, -1));
    create(client, "create", OpCode.create, OPEN, 9);
    create(client, "create2", OpCode.create2, OPEN, -1);
    createWithTTL(client, 5, 0);
    createWithTTL(client, 5, 1L << 40);
    createWithTTL(client, 0, 1000);
    client.submit(
        "addWatch", Conversation.fields("path", "/plain", "mode", 7), OpCode.addWatch,
        new AddWatchRequest("/plain", 7));
    checkWatches(client, 4);
    checkWatches(client, 9);
    client.submit(
        "removeWatches", Conversation.fields("path", "/plain", "type", 9), OpCode.removeWatches,
        new RemoveWatchesRequest("/plain", 9));
    client.submit(
        "exists", Conversation.fields("path", "/nul\0", "watch", false), OpCode.exists,
        new ExistsRequest("/nul\0", false));
    breakOff(client);
    reconfigure(client);
    exceedQuota(client);
    client.close();
    // Server 3.8 fails inside over a check outside of multi, and never answers.
    if (!Version.getVersion().startsWith("3.8")) {
      endConnection(
          stranger ->
              stranger.submit(
                  "check", Conversation.fields("path", "/plain", "version", -1), OpCode.check,
                  new CheckVersionRequest("/plain", -1)));
    }
    endConnection(
        stranger ->
            stranger.submit(
                "unknown", Conversation.fields("type", 99), 99, onlyPath("/plain")));
  }

  void playPlain() throws Exception {
    Client client = new Client(conversation, proxy, false);
    client.createTTL("/ttl", null, OPEN, CreateMode.PERSISTENT_WITH_TTL, 1000);
    reconfigure(client);
    client.close();
  }

  /** Every refusal ends the session, so that each takes one of its own. */
  void playGuarded() throws Exception {
    endConnection(client -> client.getData("/", false));
    endConnection(client -> client.create("/new", null, OPEN, CreateMode.CONTAINER));
    endConnection(client -> client.getEphemerals("/"));
    // Asked in the ordinary way, the client would not look at the error.
    endConnection(
        client -> client.submit("whoAmI", Conversation.fields(), OpCode.whoAmI, null));
    endConnection(client -> client.addWatch("/", AddWatchMode.PERSISTENT));
    endConnection(client -> new Multi().check("/", -1).perform(client, "multi"));
    endConnection(client -> new Multi().getData("/").perform(client, "multiRead"));
    List<String> none = List.of();
    List<String> root = List.of("/");
    endConnection(
        client ->
            client.submit(
                "setWatches",
                Conversation.fields(
                    "relativeZxid", 0, "dataWatches", root, "existWatches", none, "childWatches",
                    none),
                OpCode.setWatches,
                new SetWatches(0, root, none, none)));
    endConnection(
        client ->
            client.submit(
                "setWatches2",
                Conversation.fields(
                    "relativeZxid", 0, "dataWatches", none, "existWatches", none, "childWatches",
                    none, "persistentWatches", root, "persistentRecursiveWatches", none),
                OpCode.setWatches2,
                new SetWatches2(0, none, none, none, root, none)));
  }

  /** Requests that end before they have said everything. */
  private static void breakOff(Client client) throws InterruptedException {
    Record path = onlyPath("/plain");
    Record zxid = new RequestBody(archive -> archive.writeLong(0, "relativeZxid"));
    breakOff(client, "exists", OpCode.exists, "a path", path);
    breakOff(client, "create", OpCode.create, "a path", path);
    breakOff(client, "createContainer", OpCode.createContainer, "a path", path);
    breakOff(client, "addWatch", OpCode.addWatch, "a path", path);
    breakOff(client, "setWatches", OpCode.setWatches, "a zxid", zxid);
    breakOff(client, "setWatches2", OpCode.setWatches2, "a zxid", zxid);
    breakOff(client, "getEphemerals", OpCode.getEphemerals, "a header", null);
    breakOff(
        client, "multi", OpCode.multi, "the header of a create",
        new MultiHeader(OpCode.create, false, -1));
    breakOff(
        client, "multiRead", OpCode.multiRead, "the header of a getData",
        new MultiHeader(OpCode.getData, false, -1));
  }

  private static void breakOff(Client client, String op, int type, String sent, Record request)
      throws InterruptedException {
    client.submit(
        op, Conversation.fields("malformed", sent + " and nothing else"), type, request);
  }

  private static void create(Client client, String op, int type, List<ACL> acl, int flags)
      throws InterruptedException {
    client.submit(
        op,
        Conversation.fields("path", "/refused", "data", null, "acl", acl, "flags", flags),
        type,
        new CreateRequest("/refused", null, acl, flags));
  }

  private static void createWithTTL(Client client, int flags, long ttl)
      throws InterruptedException {
    client.submit(
        "createTTL",
        Conversation.fields(
            "path", "/refused", "data", null, "acl", OPEN, "flags", flags, "ttl", ttl),
        OpCode.createTTL,
        new CreateTTLRequest("/refused", null, OPEN, flags, ttl));
  }

  private static void checkWatches(Client client, int type) throws InterruptedException {
    client.submit(
        "checkWatches", Conversation.fields("path", "/plain", "type", type), OpCode.checkWatches,
        new CheckWatchesRequest("/plain", type));
  }

  private static void reconfigure(Client client) throws InterruptedException {
    String members = "server.1=127.0.0.1:1:2:participant;127.0.0.1:3";
    client.submit(
        "reconfig",
        Conversation.fields(
            "joiningServers", null, "leavingServers", null, "newMembers", members,
            "curConfigId", -1),
        OpCode.reconfig,
        new ReconfigRequest(null, null, members, -1));
  }

  private static void exceedQuota(Client client) throws InterruptedException {
    byte[] limits =
        JavaSession.bytes("count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=1");
    byte[] usage = JavaSession.bytes("count=0,bytes=0");
    client.create("/limited", null, OPEN, CreateMode.PERSISTENT);
    client.create("/zookeeper/quota/limited", null, OPEN, CreateMode.PERSISTENT);
    client.create(
        "/zookeeper/quota/limited/zookeeper_limits", limits, OPEN, CreateMode.PERSISTENT);
    client.create("/zookeeper/quota/limited/zookeeper_stats", usage, OPEN, CreateMode.PERSISTENT);
    client.create("/limited/child", null, OPEN, CreateMode.PERSISTENT);
  }

  /** A request after which the server may hang up; the client must not come back by itself. */
  private void endConnection(Attempt attempt) throws Exception {
    Client client = new Client(conversation, proxy, false);
    conversation.request("!refuse");
    attempt.make(client);
    conversation.request("!cut");
    client.zooKeeper.abandon();
    conversation.request("!admit");
  }

  private static Record onlyPath(String path) {
    return new RequestBody(archive -> archive.writeString(path, "path"));
  }
}
