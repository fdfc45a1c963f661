import Testing
import ZooKeeperServer

/// Our reading of properties against that of `java.util.Properties`.
@Suite struct JavaPropertiesTests {
  /// Texts, and what `Properties.load` of OpenJDK 17 made of them.
  static let readings: [(text: String, properties: [String: String])] = [
    ("", [:]),
    ("\n\r\n  \t\n", [:]),
    ("# c\n! d\n  # e\na=1", ["a": "1"]),
    ("a=1\nb:2\nc 3\nd\t4\ne\u{C}5", ["a": "1", "b": "2", "c": "3", "d": "4", "e": "5"]),
    ("  a  =  1  ", ["a": "1  "]),
    ("a = : 1", ["a": ": 1"]),
    ("a : = 1", ["a": "= 1"]),
    ("a  1 = 2", ["a": "1 = 2"]),
    ("a", ["a": ""]),
    ("a=", ["a": ""]),
    ("=1", ["": "1"]),
    (":1", ["": "1"]),
    (" = ", ["": ""]),
    ("a==1", ["a": "=1"]),
    ("a\\=b=1", ["a=b": "1"]),
    ("a\\:b:1", ["a:b": "1"]),
    ("a\\ b 1", ["a b": "1"]),
    ("a=1\\\n  2", ["a": "12"]),
    ("a=1\\\r\n\t2", ["a": "12"]),
    ("a=1\\\r2", ["a": "12"]),
    ("a=1\\\\\nb=2", ["a": "1\\", "b": "2"]),
    ("a=1\\\\\\\n2", ["a": "1\\2"]),
    ("a=1\\\n\nb=2", ["a": "1", "b": "2"]),
    ("a=1\\\n#2", ["a": "1#2"]),
    ("a=1\\\n  !2\nb=3", ["a": "1!2", "b": "3"]),
    ("# c\\\na=1", ["a": "1"]),
    ("a\\\n  b=1", ["ab": "1"]),
    ("a\\\n  =1", ["a": "1"]),
    ("\\\na=1", ["a": "1"]),
    ("\\\n\n#x\na=1", ["a": "1"]),
    ("\\\n#a=1", [:]),
    ("a=1\\", ["a": "1"]),
    ("a=\\t\\n\\r\\f|", ["a": "\t\n\r\u{C}|"]),
    ("a=\\q\\\"\\'\\z", ["a": "q\"'z"]),
    ("a=\\u0041\\u00e4\\uD83D\\uDE00", ["a": "A\u{E4}\u{1F600}"]),
    ("\\u0061=1", ["a": "1"]),
    ("a=1\na=2", ["a": "2"]),
    ("a=1\na", ["a": ""]),
    ("a=1#2", ["a": "1#2"]),
    ("a=#1", ["a": "#1"]),
    ("a=1 # c", ["a": "1 # c"]),
    ("a=C:\\temp\\new", ["a": "C:\temp\new"]),
    ("a=C:/x", ["a": "C:/x"]),
    ("a\rb\rc=1", ["a": "", "b": "", "c": "1"]),
    ("\u{C}a=1", ["a": "1"]),
    ("\u{B}a=1", ["\u{B}a": "1"]),
    ("a=1\u{0}", ["a": "1\u{0}"]),
    ("a=\\\n\\\n\\\n1", ["a": "1"]),
    ("a\\", ["a": ""]),
    ("a=1\n\\\nb=2", ["a": "1", "b": "2"]),
    ("a=\\u003d", ["a": "="]),
    ("a\\u003db=1", ["a=b": "1"]),
    ("\\#a=1", ["#a": "1"]),
    ("\\!a=1", ["!a": "1"]),
    ("#a=1\r\n#b=2\rc=3", ["c": "3"]),
    ("a=\\U0041", ["a": "U0041"]),
    ("key\\\\=1", ["key\\": "1"]),
    ("a=1\n   b=2 \\\n   # c", ["a": "1", "b": "2 # c"]),
    ("a = \\  1", ["a": "  1"]),
    ("\\ a\\ =1", [" a ": "1"]),
  ]

  @Test("a text means what it means to Java", arguments: readings)
  func reading(text: String, properties: [String: String]) throws {
    let entries = try JavaProperties(parsing: text).entries
    let read = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    #expect(read == properties)
  }

  @Test(
    "what Java calls malformed is refused",
    arguments: ["a=\\u00", "a=\\uXYZW", "a=\\u12", "a=\\u+041"])
  func malformed(text: String) {
    let error = #expect(throws: JavaProperties.MalformedCharacter.self) {
      try JavaProperties(parsing: "\n" + text)
    }
    #expect(error?.line == 2)
  }

  @Test("an entry knows the line that it begins in, however lines end")
  func lines() throws {
    let text = "# c\r\na=1\\\n  2\r\rb=3\n\n \n\\\nc=4"
    let entries = try JavaProperties(parsing: text).entries
    #expect(entries.map(\.key) == ["a", "b", "c"])
    #expect(entries.map(\.line) == [2, 5, 9])
  }
}
