import java.io.IOException;
import java.util.List;
import org.apache.jute.Record;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;

/** Apache's client with what it keeps to itself: requests of any kind, and what it remembers. */
final class OpenZooKeeper extends ZooKeeper {
  OpenZooKeeper(String address, int timeout, Watcher watcher, boolean readOnly)
      throws IOException {
    super(address, timeout, watcher, readOnly);
  }

  OpenZooKeeper(String address, int timeout, Watcher watcher, long sessionId, byte[] password)
      throws IOException {
    super(address, timeout, watcher, sessionId, password);
  }

  /** Sends what the public methods would refuse to send. Returns the error of the reply. */
  int submit(int type, Record request, Record response) throws InterruptedException {
    RequestHeader header = new RequestHeader();
    header.setType(type);
    ReplyHeader reply = cnxn.submitRequest(header, request, response, null);
    return reply.getErr();
  }

  /** Hangs up without closing the session. */
  void abandon() {
    cnxn.disconnect();
  }

  long lastZxid() {
    return cnxn.getLastZxid();
  }

  List<String> dataWatches() {
    return getDataWatches();
  }

  List<String> existWatches() {
    return getExistWatches();
  }

  List<String> childWatches() {
    return getChildWatches();
  }

  List<String> persistentWatches() {
    return getPersistentWatches();
  }

  List<String> persistentRecursiveWatches() {
    return getPersistentRecursiveWatches();
  }
}
