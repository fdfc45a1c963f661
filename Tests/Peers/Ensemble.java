import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.ReconfigRequest;

/** What only a member of an ensemble does, be it alone. */
final class Ensemble {
  private final Conversation conversation;
  private final String proxy;

  Ensemble(Conversation conversation, String proxy) {
    this.conversation = conversation;
    this.proxy = proxy;
  }

  void playQuorum() throws Exception {
    Client client = new Client(conversation, proxy, false);
    client.getData("/zookeeper/config", true);
    client.create("/ephemeral", null, JavaSession.OPEN, CreateMode.EPHEMERAL);
    String nobody = "server.2=127.0.0.1:1:2:participant;127.0.0.1:3";
    String observer = "server.3=127.0.0.1:1:2:observer;127.0.0.1:3";
    reconfigure(client, nobody, null, -1);
    reconfigure(client, observer, null, 99);
    reconfigure(client, observer, null, -1);
    client.expectEvents(1);
    reconfigure(client, null, "3", -1);
    reconfigure(client, "nonsense", null, -1);
    client.getData("/zookeeper/config", false);
    client.close();
  }

  void playReadOnly() throws Exception {
    Client client = new Client(conversation, proxy, true);
    client.getChildren2("/", false);
    client.create("/new", null, JavaSession.OPEN, CreateMode.PERSISTENT);
    client.create("/new", null, JavaSession.OPEN, CreateMode.CONTAINER);
    new Multi().check("/", -1).perform(client, "multi");
    client.setData("/", null, -1);
    client.sync("/");
    client.close();
  }

  private void reconfigure(Client client, String joining, String leaving, long configId)
      throws Exception {
    Map<String, Object> args =
        Conversation.fields(
            "joiningServers", joining, "leavingServers", leaving, "newMembers", null,
            "curConfigId", configId);
    client.call(
        "reconfig",
        args,
        () -> {
          ReconfigRequest request = new ReconfigRequest(joining, leaving, null, configId);
          GetDataResponse response = new GetDataResponse();
          int error = client.zooKeeper.submit(OpCode.reconfig, request, response);
          if (error != 0) {
            throw KeeperException.create(KeeperException.Code.get(error));
          }
          return Conversation.fields("data", response.getData(), "stat", response.getStat());
        });
  }
}
