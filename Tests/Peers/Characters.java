import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.jute.OutputArchive;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/**
 * A character beyond U+FFFF, which Apache writes as the UTF-8 of two halves of a surrogate pair and
 * does not read again as one. Paths cannot hold such characters, but the ids of an ACL can.
 */
final class Characters {
  private static final List<ACL> SMILING =
      Arrays.asList(
          new ACL(Perms.ALL, new Id("world", "anyone")),
          new ACL(Perms.READ, new Id("digest", "\ud83d\ude00user:hash=")));

  private final Client client;

  Characters(Client client) {
    this.client = client;
  }

  void play() throws InterruptedException {
    client.create("/halves", null, SMILING, CreateMode.PERSISTENT);
    client.getACL("/halves");
    createInUTF8("/whole");
    client.getACL("/whole");
  }

  /** What any other client would send. A buffer has the same form on the wire as a string. */
  private void createInUTF8(String path) throws InterruptedException {
    client.submit(
        "create",
        Conversation.fields("path", path, "data", null, "acl", SMILING, "flags", 0),
        OpCode.create,
        new RequestBody(
            archive -> {
              archive.writeString(path, "path");
              archive.writeBuffer(null, "data");
              archive.startVector(SMILING, "acl");
              for (ACL entry : SMILING) {
                writeInUTF8(entry, archive);
              }
              archive.endVector(SMILING, "acl");
              archive.writeInt(0, "flags");
            }));
  }

  private static void writeInUTF8(ACL entry, OutputArchive archive) throws IOException {
    archive.writeInt(entry.getPerms(), "perms");
    archive.writeString(entry.getId().getScheme(), "scheme");
    archive.writeBuffer(JavaSession.bytes(entry.getId().getId()), "id");
  }
}
