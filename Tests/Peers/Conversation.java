import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Stat;

/**
 * What a session script tells the recorder: a JSON line for everything it did or saw, and an empty
 * line at the end of each step, after which it waits until the recorder has filed the step.
 */
final class Conversation {
  private final PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
  private final BufferedReader input =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private boolean isInStep = false;

  /** Takes the standard output for itself; what others print, such as logs, goes elsewhere. */
  Conversation() {
    System.setOut(System.err);
  }

  void did(String op, Map<String, Object> args, Map<String, Object> reply) {
    say(fields("op", op, "args", args, "reply", reply));
  }

  void failed(String op, Map<String, Object> args, int error) {
    say(fields("op", op, "args", args, "error", error));
  }

  void saw(Map<String, Object> event) {
    say(fields("event", event));
  }

  void endStep() {
    if (isInStep) {
      ask("");
      isInStep = false;
    }
  }

  /** Waits, within a step, until a request of it has got its reply. */
  void awaitAnswer() {
    ask("!answered");
  }

  /** Ends the step and has the recorder do something to the connections. */
  void request(String command) {
    endStep();
    ask(command);
  }

  private void say(Map<String, Object> line) {
    output.println(json(line));
    isInStep = true;
  }

  private void ask(String line) {
    output.println(line);
    output.flush();
    try {
      if (input.readLine() == null) {
        throw new IllegalStateException("the recorder has gone");
      }
    } catch (IOException problem) {
      throw new IllegalStateException(problem);
    }
  }

  /** Named values in the order given: name, value, name, value. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  static String json(Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, Object value) {
    if (value instanceof Map) {
      appendFields(text, (Map<?, ?>) value);
    } else if (value instanceof List) {
      appendItems(text, (List<?>) value);
    } else if (value instanceof String) {
      appendString(text, (String) value);
    } else if (value instanceof byte[]) {
      text.append('"');
      for (byte b : (byte[]) value) {
        text.append(String.format("%02x", b));
      }
      text.append('"');
    } else if (value instanceof ACL) {
      ACL acl = (ACL) value;
      append(text, List.of(acl.getPerms(), acl.getId().getScheme(), acl.getId().getId()));
    } else if (value instanceof ClientInfo) {
      ClientInfo info = (ClientInfo) value;
      append(text, List.of(info.getAuthScheme(), info.getUser()));
    } else if (value instanceof Stat) {
      Stat s = (Stat) value;
      append(
          text,
          List.of(
              s.getCzxid(), s.getMzxid(), s.getCtime(), s.getMtime(), s.getVersion(),
              s.getCversion(), s.getAversion(), s.getEphemeralOwner(), s.getDataLength(),
              s.getNumChildren(), s.getPzxid()));
    } else {
      text.append(value);
    }
  }

  private static void appendFields(StringBuilder text, Map<?, ?> fields) {
    String separator = "{";
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      text.append(separator);
      append(text, field.getKey());
      text.append(':');
      append(text, field.getValue());
      separator = ",";
    }
    text.append(fields.isEmpty() ? "{}" : "}");
  }

  private static void appendItems(StringBuilder text, List<?> items) {
    String separator = "[";
    for (Object item : items) {
      text.append(separator);
      append(text, item);
      separator = ",";
    }
    text.append(items.isEmpty() ? "[]" : "]");
  }

  private static void appendString(StringBuilder text, String value) {
    text.append('"');
    for (char unit : value.toCharArray()) {
      boolean isPlain = unit >= ' ' && unit < 0x7f && unit != '"' && unit != '\\';
      text.append(isPlain ? String.valueOf(unit) : String.format("\\u%04x", (int) unit));
    }
    text.append('"');
  }
}
