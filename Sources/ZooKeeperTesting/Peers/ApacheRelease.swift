/// A release of Apache ZooKeeper that is on this machine.
public struct ApacheRelease: Hashable, Sendable {
  /// Where Java finds the release: archives, or folders of them with `/*`, separated by colons.
  public var classPath: String

  /// The Java program, found as a shell would find it.
  public var java: String

  /// A release by what Java shall find.
  public init(classPath: String, java: String = "java") {
    self.classPath = classPath
    self.java = java
  }

  /// A release whose archives, with all that they need, are in one folder, such as the folder
  /// `lib` of Apache's own download.
  public init(folder: String, java: String = "java") {
    self.init(classPath: "\(folder)/*", java: java)
  }

  /// What the package `zookeeper` of Debian and Ubuntu brings.
  public static let debian = ApacheRelease(
    // The first archive's manifest names every other one, except the one that writes log lines.
    classPath: "/usr/share/java/zookeeper.jar:/usr/share/java/slf4j-simple.jar")

  /// The command line of a server.
  ///
  /// Each of these ways of logging belongs to some releases: they shall say little, and not
  /// nothing, because the end of the log is what explains a server that does not start.
  func server(
    settings: String, logging: String, properties: [String: String]
  ) -> [String] {
    let quiet = [
      "org.slf4j.simpleLogger.defaultLogLevel": "warn", "log4j2.level": "WARN",
      "log4j.configuration": "file:\(logging)",
    ]
    let all = quiet.merging(properties) { _, given in given }
    // What starts a virtual machine quickly; the fastest code would come too late for a test.
    return [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
      + all.sorted { $0.key < $1.key }.map { "-D\($0.key)=\($0.value)" }
      + ["-cp", classPath, "org.apache.zookeeper.server.quorum.QuorumPeerMain", settings]
  }

  /// The settings of log4j 1, which says nothing unless it is told where.
  static let logging = """
    log4j.rootLogger=WARN, out
    log4j.appender.out=org.apache.log4j.ConsoleAppender
    log4j.appender.out.layout=org.apache.log4j.PatternLayout
    log4j.appender.out.layout.ConversionPattern=%d %p %c - %m%n

    """
}
