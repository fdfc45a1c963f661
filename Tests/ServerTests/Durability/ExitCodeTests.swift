import Foundation
import PeerSupport
import Testing
import ZooKeeperModel
import ZooKeeperTransport

/// The codes with which `zkserver` ends, by which scripts and supervisors know what to do. They are
/// Apache's.
@Suite struct ExitCodeTests {
  /// A disk of its own, so small that it is full soon, for the first of two directories.
  private static let onSmallDisk = [
    "unshare", "-rm", "sh", "-c",
    #"mount -t tmpfs -o size=160k tmpfs "$0" || exit 99; exec "$@""#,
  ]

  @Test("10 where snapshots find no room, although logs do")
  func fullSnapshotDisk() async throws {
    let scratch = try ScratchDirectory("zookeeper-snapshots-full")
    let (full, roomy) = (try folder("full", scratch), try folder("roomy", scratch))
    let server = try BundledServerProcess(
      ["--port", "0", "--data-dir", full, "--log-dir", roomy, "--set", "snapCount=100"],
      through: Self.onSmallDisk + [full])
    try await fill(server)
    #expect(server.exitCode() == 10)
    #expect(server.complaints.contains("snapshot"))
  }

  @Test("1 where the log finds no room, although snapshots do")
  func fullLogDisk() async throws {
    let scratch = try ScratchDirectory("zookeeper-log-full")
    let (full, roomy) = (try folder("full", scratch), try folder("roomy", scratch))
    let server = try BundledServerProcess(
      [
        "--port", "0", "--data-dir", roomy, "--log-dir", full, "--set", "snapCount=100",
        "--set", "preAllocSize=16",
      ],
      through: Self.onSmallDisk + [full])
    try await fill(server)
    #expect(server.exitCode() == 1)
    #expect(server.complaints.contains("\(full)/version-2/log."))
  }

  @Test("1 where the port is another's")
  func occupiedPort() throws {
    let first = try BundledServerProcess(["--port", "0", "--in-memory"])
    let port = try first.port()
    try expect(["--port", "\(port)", "--in-memory"], endsWith: 1, saying: "cannot listen at")
    #expect(first.stop() == 0)
  }

  @Test("2 for the file of an ensemble's member")
  func ensemble() throws {
    let scratch = try ScratchDirectory("zookeeper-member")
    let file = try scratch.write(
      """
      clientPort=0
      dataDir=\(scratch.path)
      server.1=a:2888:3888
      server.2=b:2888:3888

      """, to: "zoo.cfg")
    try expect([file], endsWith: 2, saying: "--standalone")
  }

  @Test(
    "2 for a command line that nobody understands",
    arguments: [
      [], ["--nonsense"], ["--port", "x", "--in-memory"], ["--in-memory", "--set", "tickTime=0"],
      ["/no/such/zoo.cfg"],
    ])
  func commandLine(_ arguments: [String]) throws {
    try expect(arguments, endsWith: 2, saying: "zkserver: ")
  }

  @Test("0 when it is asked to end, by a supervisor or by Ctrl-C")
  func asked() throws {
    let supervised = try BundledServerProcess(["--port", "0", "--in-memory"])
    _ = try supervised.port()
    #expect(supervised.stop() == 0)
    let interactive = try BundledServerProcess(["--port", "0", "--in-memory"])
    _ = try interactive.port()
    #expect(interactive.interrupt() == 0)
  }

  @Test("the first signal asks a process to end, the second one ends it at once")
  func secondSignal() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      let asked = Guarded(0)
      try TerminationSignals().first { asked.withLock { $0 += 1 } }
      kill(getpid(), SIGTERM)
      guard asked.wait(atMost: .seconds(20), until: { $0 == 1 }) else { return }
      kill(getpid(), SIGINT)
    }
  }

  /// Writes until the server is gone.
  private func fill(_ server: BundledServerProcess) async throws {
    let crowd = WriterCrowd(done: [0, 0], steps: .max / 2, window: 16)
    let acknowledged = try await crowd.write(to: server.port())
    #expect(acknowledged.allSatisfy { $0 > 10 })
  }

  private func folder(_ name: String, _ scratch: ScratchDirectory) throws -> String {
    let path = scratch.file(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private func expect(
    _ arguments: [String], endsWith code: Int, saying words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let server = try BundledServerProcess(arguments)
    #expect(server.exitCode() == code, sourceLocation: sourceLocation)
    let said = server.complaints
    #expect(said.contains(words), Comment(rawValue: said), sourceLocation: sourceLocation)
  }
}
