import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.nodes.GroupMember;

/**
 * Belongs to a group with Curator, as it is told: a line for each thing to do, answered by `done`.
 *
 * <p>Arguments: the address of the server, the group, the member's name and what it says of itself.
 * Lines are `set DATA`, and `await NAME=DATA ...`, which is done when these are the members.
 */
final class CuratorGroup {
  public static void main(String[] arguments) throws Exception {
    Scenarios scenarios = new Scenarios(arguments[0], arguments[0]);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    byte[] data = arguments[3].getBytes();
    try (CuratorFramework client = scenarios.client();
        GroupMember member = new GroupMember(client, arguments[1], arguments[2], data)) {
      member.start();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String words = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("set ")) {
          member.setThisData(words.getBytes());
        } else {
          Scenarios.eventually(() -> members(member).equals(words));
        }
        System.out.println("done");
      }
    }
  }

  private static String members(GroupMember group) {
    return new TreeMap<>(group.getCurrentMembers())
        .entrySet().stream()
            .map(member -> member.getKey() + "=" + new String(member.getValue()))
            .collect(Collectors.joining(" "));
  }
}
