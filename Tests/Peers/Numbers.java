import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;

/** Tells every number that Apache gives a name: operations, errors, modes, kinds of events. */
final class Numbers {
  public static void main(String[] arguments) throws IllegalAccessException {
    for (Field field : ZooDefs.OpCode.class.getFields()) {
      tell("operation", field);
    }
    for (Field field : ZooDefs.Perms.class.getFields()) {
      tell("permission", field);
    }
    for (KeeperException.Code code : KeeperException.Code.values()) {
      tell("error", code.name(), code.intValue());
    }
    for (CreateMode mode : CreateMode.values()) {
      tell("createMode", mode.name(), mode.toFlag());
    }
    for (AddWatchMode mode : AddWatchMode.values()) {
      tell("addWatchMode", mode.name(), mode.getMode());
    }
    for (Watcher.WatcherType type : Watcher.WatcherType.values()) {
      tell("watcherType", type.name(), type.getIntValue());
    }
    for (Watcher.Event.EventType type : Watcher.Event.EventType.values()) {
      tell("eventType", type.name(), type.getIntValue());
    }
    for (Watcher.Event.KeeperState state : Watcher.Event.KeeperState.values()) {
      tell("keeperState", state.name(), state.getIntValue());
    }
  }

  private static void tell(String kind, Field field) throws IllegalAccessException {
    if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
      tell(kind, field.getName(), field.getInt(null));
    }
  }

  private static void tell(String kind, String name, int number) {
    System.out.println(
        "{\"kind\":\"" + kind + "\",\"name\":\"" + name + "\",\"number\":" + number + "}");
  }

  private Numbers() {}
}
