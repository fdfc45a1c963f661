import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.ACL;

/** Containers that cannot be made, and the request by which a server lets an empty one go. */
final class Containers {
  private static final List<ACL> OPEN = JavaSession.OPEN;

  private final Client client;

  Containers(Client client) {
    this.client = client;
  }

  void play() throws InterruptedException {
    client.create("/box", null, OPEN, CreateMode.CONTAINER);
    client.create("/box", null, OPEN, CreateMode.CONTAINER);
    client.create2("/no/box", null, OPEN, CreateMode.CONTAINER);
    client.create2("/ephemeral/box", null, OPEN, CreateMode.CONTAINER);
    client.create("/box/thing", null, OPEN, CreateMode.PERSISTENT);
    deleteContainer("/box");
    client.delete("/box/thing", -1);
    deleteContainer("/box");
    client.exists("/box", false);
    deleteContainer("/box");
    client.create("/ordinary", null, OPEN, CreateMode.PERSISTENT);
    deleteContainer("/ordinary");
    deleteContainer("/ephemeral");
    deleteContainer("/zookeeper");
  }

  /**
   * Servers send this to themselves, but listen when a client does. Server 3.8 takes the request's
   * header for the beginning of the path, so that it refuses whatever a client asks for.
   */
  private void deleteContainer(String path) throws InterruptedException {
    client.submit(
        "deleteContainer", Conversation.fields("path", path), OpCode.deleteContainer,
        new RequestBody(archive -> archive.writeString(path, "path")));
  }
}
