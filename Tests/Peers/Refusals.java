import java.io.IOException;
import java.util.List;
import org.apache.jute.InputArchive;
import org.apache.jute.OutputArchive;
import org.apache.jute.Record;
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
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RemoveWatchesRequest;
import org.apache.zookeeper.proto.SetACLRequest;

/** What a server refuses although, or because, no client asks for it by its public methods. */
final class Refusals {
  private static final List<ACL> OPEN = JavaSession.OPEN;

  private final Conversation conversation;
  private final String proxy;

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
    client.submit(
        "exists", Conversation.fields("malformed", "a path and nothing else"), OpCode.exists,
        onlyPath("/plain"));
    client.submit(
        "create", Conversation.fields("malformed", "a path and nothing else"), OpCode.create,
        onlyPath("/plain"));
    reconfigure(client);
    exceedQuota(client);
    client.close();
    // Server 3.8 fails inside over a check outside of multi, and never answers.
    if (!Version.getVersion().startsWith("3.8")) {
      endConnection(
          "check", Conversation.fields("path", "/plain", "version", -1), OpCode.check,
          new CheckVersionRequest("/plain", -1));
    }
    endConnection("unknown", Conversation.fields("type", 99), 99, onlyPath("/plain"));
  }

  void playPlain() throws Exception {
    Client client = new Client(conversation, proxy, false);
    client.createTTL("/ttl", null, OPEN, CreateMode.PERSISTENT_WITH_TTL, 1000);
    reconfigure(client);
    client.close();
  }

  void playGuarded() throws Exception {
    conversation.endStep();
    Client client = new Client(conversation, proxy, false);
    conversation.request("!refuse");
    client.getData("/", false);
    conversation.request("!admit");
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
  private void endConnection(
      String op, java.util.Map<String, Object> args, int type, Record request) throws Exception {
    Client client = new Client(conversation, proxy, false);
    conversation.request("!refuse");
    client.submit(op, args, type, request);
    conversation.request("!cut");
    client.zooKeeper.abandon();
    conversation.request("!admit");
  }

  private static Record onlyPath(String path) {
    return new Record() {
      @Override
      public void serialize(OutputArchive archive, String tag) throws IOException {
        archive.writeString(path, tag);
      }

      @Override
      public void deserialize(InputArchive archive, String tag) {
        throw new UnsupportedOperationException("a request is only written");
      }
    };
  }
}
