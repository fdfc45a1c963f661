import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.jute.Record;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.MultiHeader;

/** A list of operations, as Apache's client takes them and as the recorder is told of them. */
final class Multi {
  private final List<Op> ops = new ArrayList<>();
  private final List<Map<String, Object>> told = new ArrayList<>();

  Multi create(String path, byte[] data, List<ACL> acl, CreateMode mode) {
    String op = mode.isContainer() ? "createContainer" : "create";
    return add(
        Op.create(path, data, acl, mode),
        Conversation.fields(
            "op", op, "path", path, "data", data, "acl", acl, "flags", mode.toFlag()));
  }

  Multi createTTL(String path, byte[] data, List<ACL> acl, CreateMode mode, long ttl) {
    return add(
        Op.create(path, data, acl, mode, ttl),
        Conversation.fields(
            "op", "createTTL", "path", path, "data", data, "acl", acl, "flags", mode.toFlag(),
            "ttl", ttl));
  }

  Multi delete(String path, int version) {
    return add(
        Op.delete(path, version),
        Conversation.fields("op", "delete", "path", path, "version", version));
  }

  Multi setData(String path, byte[] data, int version) {
    return add(
        Op.setData(path, data, version),
        Conversation.fields("op", "setData", "path", path, "data", data, "version", version));
  }

  Multi check(String path, int version) {
    return add(
        Op.check(path, version),
        Conversation.fields("op", "check", "path", path, "version", version));
  }

  Multi getData(String path) {
    return add(
        Op.getData(path), Conversation.fields("op", "getData", "path", path, "watch", false));
  }

  Multi getChildren(String path) {
    return add(
        Op.getChildren(path),
        Conversation.fields("op", "getChildren", "path", path, "watch", false));
  }

  void perform(Client client, String op) throws InterruptedException {
    client.call(
        op,
        Conversation.fields("ops", told),
        () -> {
          try {
            return results(client.zooKeeper.multi(ops));
          } catch (KeeperException problem) {
            if (problem.getResults() == null) {
              throw problem;
            }
            return results(problem.getResults());
          }
        });
  }

  /** An empty multi, which Apache's client answers itself when asked in the ordinary way. */
  static void performEmpty(Client client) throws InterruptedException {
    submit(client, List.of(), new MultiOperationRecord());
  }

  /** A multi with one create2 in it: Apache's client knows the bytes, but never asks for it. */
  static void performCreate2(Client client, String path, byte[] data, List<ACL> acl, int flags)
      throws InterruptedException {
    Map<String, Object> told =
        Conversation.fields(
            "op", "create2", "path", path, "data", data, "acl", acl, "flags", flags);
    CreateRequest operation = new CreateRequest(path, data, acl, flags);
    submit(client, List.of(told), alone(OpCode.create2, operation));
  }

  private static void submit(Client client, List<Map<String, Object>> told, Record request)
      throws InterruptedException {
    client.call(
        "multi",
        Conversation.fields("ops", told),
        () -> {
          MultiResponse response = new MultiResponse();
          int error = client.zooKeeper.submit(OpCode.multi, request, response);
          if (error != 0) {
            throw KeeperException.create(KeeperException.Code.get(error));
          }
          return results(response.getResultList());
        });
  }

  private Multi add(Op op, Map<String, Object> fields) {
    ops.add(op);
    told.add(fields);
    return this;
  }

  private static Map<String, Object> results(List<OpResult> results) {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (OpResult result : results) {
      fields.add(fields(result));
    }
    return Conversation.fields("results", fields);
  }

  private static Map<String, Object> fields(OpResult result) {
    if (result instanceof OpResult.ErrorResult) {
      return Conversation.fields("error", ((OpResult.ErrorResult) result).getErr());
    }
    Map<String, Object> fields = Conversation.fields("type", result.getType());
    if (result instanceof OpResult.CreateResult) {
      OpResult.CreateResult created = (OpResult.CreateResult) result;
      fields.put("path", created.getPath());
      if (created.getStat() != null) {
        fields.put("stat", created.getStat());
      }
    } else if (result instanceof OpResult.SetDataResult) {
      fields.put("stat", ((OpResult.SetDataResult) result).getStat());
    } else if (result instanceof OpResult.GetDataResult) {
      fields.put("data", ((OpResult.GetDataResult) result).getData());
      fields.put("stat", ((OpResult.GetDataResult) result).getStat());
    } else if (result instanceof OpResult.GetChildrenResult) {
      fields.put("children", ((OpResult.GetChildrenResult) result).getChildren());
    }
    return fields;
  }

  private static Record alone(int type, Record operation) {
    return new RequestBody(
        archive -> {
          new MultiHeader(type, false, -1).serialize(archive, "header");
          operation.serialize(archive, "operation");
          new MultiHeader(-1, true, -1).serialize(archive, "header");
        });
  }
}
