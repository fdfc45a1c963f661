import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.zookeeper.common.PathUtils;

/** Says which paths Apache's client accepts: a table of paths, then every code unit. */
public final class PathVerdicts {
  private static final List<String> PATHS =
      List.of(
          "", "/", "a", "a/b", "/a", "/a/b", "/a/", "//", "//a", "/a//b", "/a/b//", " /a", "/ ",
          "/a b", ".", "..", "/.", "/..", "/./a", "/../a", "/a/.", "/a/..", "/a/./b", "/a/../b",
          "/...", "/a/...", "/a/.../b", "/.a", "/..a", "/a.", "/a..", "/a/.b", "/a/..b", "/a/b.",
          "/a/b..", "/a/b./c", "/a/b../c", "/a/ .", "/a/. ", "/./", "/../", "/a/./", "/a/../",
          "/\u0000", "/a\u0000", "/\u0000a", "/a/\u0000/b", "/\u0001", "/a\u0001b", "/\t", "/\n",
          "/a\u001f", "/a\u0020", "/~", "/\u007f", "/\u0080", "/a\u009f", "/a\u00a0", "/caf\u00e9",
          "/\u65e5\u672c\u8a9e", "/a\ud7ff", "/a\ud800", "/a\udfff", "/a\ue000", "/a\uf8ff",
          "/a\uf900", "/a\uffef", "/a\ufff0", "/a\ufffd", "/a\uffff", "/\ud83d\ude00",
          "/a/\ud83d\ude00/b", "/zookeeper", "/zookeeper/quota", "/zookeeper/config",
          "/-0000000000", "/a/-2147483648");

  private static final PrintStream OUTPUT =
      new PrintStream(System.out, false, StandardCharsets.UTF_8);

  public static void main(String[] arguments) {
    for (String path : PATHS) {
      for (boolean isSequential : new boolean[] {false, true}) {
        OUTPUT.println(
            Conversation.json(
                Conversation.fields(
                    "path", path, "sequential", isSequential, "valid",
                    isValid(path, isSequential))));
      }
    }
    judgeUnits();
    OUTPUT.flush();
  }

  /** The verdict on each UTF-16 code unit in the middle of a name, as ranges of equal verdicts. */
  private static void judgeUnits() {
    int first = 0;
    for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
      boolean isValid = isValid(unit);
      if (unit == Character.MAX_VALUE || isValid(unit + 1) != isValid) {
        OUTPUT.println(
            Conversation.json(
                Conversation.fields("units", List.of(first, unit), "valid", isValid)));
        first = unit + 1;
      }
    }
  }

  private static boolean isValid(int unit) {
    return isValid("/a" + (char) unit + "b", false);
  }

  private static boolean isValid(String path, boolean isSequential) {
    try {
      PathUtils.validatePath(path, isSequential);
      return true;
    } catch (IllegalArgumentException refusal) {
      return false;
    }
  }
}
