import java.util.Arrays;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/** Who the client is, by auth packets and by SASL. */
final class Credentials {
  private final Conversation conversation;
  private final String proxy;

  Credentials(Conversation conversation, String proxy) {
    this.conversation = conversation;
    this.proxy = proxy;
  }

  void play() throws Exception {
    Client client = new Client(conversation, proxy, false);
    client.whoAmI();
    client.addAuth("digest", JavaSession.bytes("alice:secret"));
    client.whoAmI();
    client.create("/hers", null, ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    client.getACL("/hers");
    List<ACL> bobs = Arrays.asList(new ACL(Perms.ALL, new Id("digest", "bob:nobody-knows=")));
    client.create("/his", null, bobs, CreateMode.PERSISTENT);
    client.getData("/his", false);
    client.setData("/his", null, -1);
    client.create("/his/child", null, JavaSession.OPEN, CreateMode.PERSISTENT);
    client.getACL("/his");
    client.addAuth("digest", JavaSession.bytes("super:secret"));
    client.whoAmI();
    client.getACL("/his");
    client.getData("/his", false);
    client.close();
    Client stranger = new Client(conversation, proxy, false);
    stranger.addRefusedAuth("nonsense", JavaSession.bytes("x"));
    Client forgetful = new Client(conversation, proxy, false);
    forgetful.addRefusedAuth("sasl", new byte[0]);
  }

  /** The tokens of the handshake stay inside Apache's client, so they are not told. */
  void playSasl() throws Exception {
    Client bob = new Client(conversation, proxy, false);
    bob.await(KeeperState.SaslAuthenticated);
    conversation.did("sasl", Conversation.fields(), Conversation.fields());
    conversation.did("sasl", Conversation.fields(), Conversation.fields());
    bob.whoAmI();
    bob.create("/bobs", null, ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
    bob.getACL("/bobs");
    bob.close();
    System.setProperty("zookeeper.sasl.clientconfig", "Stranger");
    Client stranger = new Client(conversation, proxy, false);
    stranger.await(KeeperState.AuthFailed);
    conversation.did("sasl", Conversation.fields(), Conversation.fields());
    conversation.failed("sasl", Conversation.fields(), -115);
  }
}
