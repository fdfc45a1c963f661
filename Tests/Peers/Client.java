import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.jute.Record;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper.States;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/** Apache's client, telling of each call what went in and what came out. */
final class Client implements Watcher {
  static final int TIMEOUT = 20_000;

  final OpenZooKeeper zooKeeper;
  private final Conversation conversation;
  private final BlockingQueue<Event.KeeperState> states = new LinkedBlockingQueue<>();
  private final BlockingQueue<WatchedEvent> events = new LinkedBlockingQueue<>();

  interface Meanwhile {
    void happen() throws Exception;
  }

  interface Call {
    Map<String, Object> perform() throws KeeperException, InterruptedException;
  }

  /** Opens a new session; the client presents session 0 and a password of zeros for that. */
  Client(Conversation conversation, String address, boolean readOnly) throws Exception {
    this.conversation = conversation;
    conversation.endStep();
    zooKeeper = new OpenZooKeeper(address, TIMEOUT, this, readOnly);
    connected(0, new byte[16], readOnly, 0);
  }

  /** Resumes a session, or is told that there is no such session. */
  Client(Conversation conversation, String address, long sessionId, byte[] password)
      throws Exception {
    this.conversation = conversation;
    conversation.endStep();
    zooKeeper = new OpenZooKeeper(address, TIMEOUT, this, sessionId, password);
    connected(sessionId, password, false, 0);
  }

  @Override
  public void process(WatchedEvent event) {
    // Types beyond 4 are the client's own, about watches it has given up.
    if (event.getType() == Event.EventType.None) {
      states.add(event.getState());
    } else if (event.getType().getIntValue() <= 4) {
      events.add(event);
    }
  }

  void call(String op, Map<String, Object> args, Call call) throws InterruptedException {
    conversation.endStep();
    try {
      conversation.did(op, args, call.perform());
    } catch (KeeperException problem) {
      conversation.failed(op, args, problem.code().intValue());
    }
  }

  /** A request as Apache's records encode it, which no public method sends. */
  void submit(String op, Map<String, Object> args, int type, Record request)
      throws InterruptedException {
    conversation.endStep();
    int error = zooKeeper.submit(type, request, null);
    if (error == 0) {
      conversation.did(op, args, Conversation.fields());
    } else {
      conversation.failed(op, args, error);
    }
  }

  void create(String path, byte[] data, List<ACL> acl, CreateMode mode)
      throws InterruptedException {
    String op = mode.isContainer() ? "createContainer" : "create";
    call(
        op,
        Conversation.fields("path", path, "data", data, "acl", acl, "flags", mode.toFlag()),
        () -> {
          String made = zooKeeper.create(path, data, acl, mode);
          // The client does not show the stat that the reply to createContainer has.
          return Conversation.fields("path", made);
        });
  }

  void create2(String path, byte[] data, List<ACL> acl, CreateMode mode)
      throws InterruptedException {
    String op = mode.isContainer() ? "createContainer" : "create2";
    call(
        op,
        Conversation.fields("path", path, "data", data, "acl", acl, "flags", mode.toFlag()),
        () -> {
          Stat stat = new Stat();
          String made = zooKeeper.create(path, data, acl, mode, stat);
          return Conversation.fields("path", made, "stat", stat);
        });
  }

  void createTTL(String path, byte[] data, List<ACL> acl, CreateMode mode, long ttl)
      throws InterruptedException {
    call(
        "createTTL",
        Conversation.fields(
            "path", path, "data", data, "acl", acl, "flags", mode.toFlag(), "ttl", ttl),
        () -> {
          Stat stat = new Stat();
          String made = zooKeeper.create(path, data, acl, mode, stat, ttl);
          return Conversation.fields("path", made, "stat", stat);
        });
  }

  void delete(String path, int version) throws InterruptedException {
    call(
        "delete",
        Conversation.fields("path", path, "version", version),
        () -> {
          zooKeeper.delete(path, version);
          return Conversation.fields();
        });
  }

  void exists(String path, boolean watch) throws InterruptedException {
    call(
        "exists",
        Conversation.fields("path", path, "watch", watch),
        () -> {
          Stat stat = zooKeeper.exists(path, watch);
          if (stat == null) {
            throw new KeeperException.NoNodeException(path);
          }
          return Conversation.fields("stat", stat);
        });
  }

  void getData(String path, boolean watch) throws InterruptedException {
    call(
        "getData",
        Conversation.fields("path", path, "watch", watch),
        () -> {
          Stat stat = new Stat();
          byte[] data = zooKeeper.getData(path, watch, stat);
          return Conversation.fields("data", data, "stat", stat);
        });
  }

  void setData(String path, byte[] data, int version) throws InterruptedException {
    call(
        "setData",
        Conversation.fields("path", path, "data", data, "version", version),
        () -> Conversation.fields("stat", zooKeeper.setData(path, data, version)));
  }

  void getACL(String path) throws InterruptedException {
    call(
        "getACL",
        Conversation.fields("path", path),
        () -> {
          Stat stat = new Stat();
          List<ACL> acl = zooKeeper.getACL(path, stat);
          return Conversation.fields("acl", acl, "stat", stat);
        });
  }

  void setACL(String path, List<ACL> acl, int version) throws InterruptedException {
    call(
        "setACL",
        Conversation.fields("path", path, "acl", acl, "version", version),
        () -> Conversation.fields("stat", zooKeeper.setACL(path, acl, version)));
  }

  void getChildren(String path, boolean watch) throws InterruptedException {
    call(
        "getChildren",
        Conversation.fields("path", path, "watch", watch),
        () -> Conversation.fields("children", zooKeeper.getChildren(path, watch)));
  }

  void getChildren2(String path, boolean watch) throws InterruptedException {
    call(
        "getChildren2",
        Conversation.fields("path", path, "watch", watch),
        () -> {
          Stat stat = new Stat();
          List<String> children = zooKeeper.getChildren(path, watch, stat);
          return Conversation.fields("children", children, "stat", stat);
        });
  }

  /** The client's callback echoes the path that was asked for, not the one in the reply. */
  void sync(String path) throws InterruptedException {
    BlockingQueue<Integer> answer = new LinkedBlockingQueue<>();
    call(
        "sync",
        Conversation.fields("path", path),
        () -> {
          zooKeeper.sync(path, (code, asked, context) -> answer.add(code), null);
          int code = answer.take();
          if (code != 0) {
            throw KeeperException.create(KeeperException.Code.get(code));
          }
          return Conversation.fields();
        });
  }

  void addWatch(String path, AddWatchMode mode) throws InterruptedException {
    call(
        "addWatch",
        Conversation.fields("path", path, "mode", mode.getMode()),
        () -> {
          zooKeeper.addWatch(path, mode);
          return Conversation.fields();
        });
  }

  /** Gives up this client's watch alone, for which Apache's client asks the server to check it. */
  void checkWatches(String path, WatcherType type) throws InterruptedException {
    call(
        "checkWatches",
        Conversation.fields("path", path, "type", type.getIntValue()),
        () -> {
          zooKeeper.removeWatches(path, this, type, false);
          return Conversation.fields();
        });
  }

  void removeWatches(String path, WatcherType type) throws InterruptedException {
    call(
        "removeWatches",
        Conversation.fields("path", path, "type", type.getIntValue()),
        () -> {
          zooKeeper.removeAllWatches(path, type, false);
          return Conversation.fields();
        });
  }

  void getEphemerals(String prefix) throws InterruptedException {
    call(
        "getEphemerals",
        Conversation.fields("prefixPath", prefix),
        () -> Conversation.fields("ephemerals", zooKeeper.getEphemerals(prefix)));
  }

  void getAllChildrenNumber(String path) throws InterruptedException {
    call(
        "getAllChildrenNumber",
        Conversation.fields("path", path),
        () -> Conversation.fields("totalNumber", zooKeeper.getAllChildrenNumber(path)));
  }

  void whoAmI() throws InterruptedException {
    call(
        "whoAmI",
        Conversation.fields(),
        () -> Conversation.fields("clientInfo", zooKeeper.whoAmI()));
  }

  /** Nobody tells the client's user that its credentials were accepted. */
  void addAuth(String scheme, byte[] auth) throws InterruptedException {
    conversation.endStep();
    zooKeeper.addAuthInfo(scheme, auth);
    conversation.awaitAnswer();
    conversation.did("auth", credentials(scheme, auth), Conversation.fields());
  }

  void addRefusedAuth(String scheme, byte[] auth) throws InterruptedException {
    conversation.endStep();
    zooKeeper.addAuthInfo(scheme, auth);
    await(Event.KeeperState.AuthFailed);
    int error = KeeperException.Code.AUTHFAILED.intValue();
    conversation.failed("auth", credentials(scheme, auth), error);
  }

  void close() throws InterruptedException {
    call(
        "closeSession",
        Conversation.fields(),
        () -> {
          zooKeeper.close();
          return Conversation.fields();
        });
  }

  /** Waits for the events that the last call has caused, and tells them within its step. */
  void expectEvents(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      WatchedEvent event = events.poll(TIMEOUT, TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new IllegalStateException("event " + (i + 1) + " of " + count + " does not come");
      }
      Map<String, Object> fields =
          Conversation.fields(
              "type", event.getType().getIntValue(), "state", event.getState().getIntValue(),
              "path", event.getPath());
      try {
        fields.put("zxid", WatchedEvent.class.getMethod("getZxid").invoke(event));
      } catch (ReflectiveOperationException releasesBefore39DoNotTell) {
        fields.remove("zxid");
      }
      conversation.saw(fields);
    }
  }

  /** Loses its connection, and takes up the session again after what happens meanwhile. */
  void reconnect(Meanwhile meanwhile) throws Exception {
    conversation.request("!cut");
    await(Event.KeeperState.Disconnected);
    long lastZxid = zooKeeper.lastZxid();
    long sessionId = zooKeeper.getSessionId();
    byte[] password = zooKeeper.getSessionPasswd();
    Map<String, Object> watches = watches(lastZxid);
    meanwhile.happen();
    conversation.request("!admit");
    connected(sessionId, password, false, lastZxid);
    String op = watches.containsKey("persistentWatches") ? "setWatches2" : "setWatches";
    conversation.did(op, watches, Conversation.fields());
  }

  private Map<String, Object> watches(long lastZxid) {
    Map<String, Object> watches =
        Conversation.fields(
            "relativeZxid", lastZxid, "dataWatches", zooKeeper.dataWatches(), "existWatches",
            zooKeeper.existWatches(), "childWatches", zooKeeper.childWatches());
    List<String> persistent = zooKeeper.persistentWatches();
    List<String> recursive = zooKeeper.persistentRecursiveWatches();
    // Apache's client sends the older record as long as that one says everything.
    if (!persistent.isEmpty() || !recursive.isEmpty()) {
      watches.put("persistentWatches", persistent);
      watches.put("persistentRecursiveWatches", recursive);
    }
    return watches;
  }

  private void connected(long sessionId, byte[] password, boolean readOnly, long lastZxid)
      throws InterruptedException, IOException {
    Map<String, Object> args =
        Conversation.fields(
            "timeOut", TIMEOUT, "sessionId", sessionId, "passwd", password, "readOnly", readOnly,
            "lastZxidSeen", lastZxid);
    Map<String, Object> reply = Conversation.fields();
    Event.KeeperState state = states.poll(TIMEOUT, TimeUnit.MILLISECONDS);
    reply.put("timeOut", zooKeeper.getSessionTimeout());
    if (state != Event.KeeperState.Expired) {
      reply.put("sessionId", zooKeeper.getSessionId());
      reply.put("passwd", zooKeeper.getSessionPasswd());
      reply.put("readOnly", zooKeeper.getState() == States.CONNECTEDREADONLY);
    }
    conversation.did("connect", args, reply);
  }

  void await(Event.KeeperState wanted) throws InterruptedException {
    Event.KeeperState state;
    do {
      state = states.poll(TIMEOUT, TimeUnit.MILLISECONDS);
      if (state == null) {
        throw new IllegalStateException("the state " + wanted + " does not come");
      }
    } while (state != wanted);
  }

  private static Map<String, Object> credentials(String scheme, byte[] auth) {
    return Conversation.fields("type", 0, "scheme", scheme, "auth", auth);
  }
}
