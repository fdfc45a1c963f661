import Glibc
import Testing
import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct SharedLoopTests {
  @Test("all who ask for the shared loop get the same one, by its name")
  func oneForAll() async throws {
    let found = try await withThrowingTaskGroup(of: LoopThread.self) { group in
      for _ in 0..<20 { group.addTask { try LoopThread.shared() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let shared = try LoopThread.shared()
    #expect(found.count == 20 && found.allSatisfy { $0 === shared })
    #expect(try await shared.mailbox.run { _ in nameOfThisThread() } == "zk-client\n")
  }

  @Test("who cannot start it is told why, and the next one tries again")
  func secondAttempt() async throws {
    // In a process of its own, because descriptors and the shared loop belong to the whole process.
    await #expect(processExitsWith: .success) {
      var few = rlimit(rlim_cur: 64, rlim_max: 64)
      setrlimit(Int32(RLIMIT_NOFILE.rawValue), &few)
      var ballast: [Int32] = []
      while case let descriptor = dup(0), descriptor >= 0 { ballast.append(descriptor) }
      #expect(throws: SystemError(.eventfd, code: EMFILE)) { try LoopThread.shared() }
      for descriptor in ballast { close(descriptor) }
      let shared = try LoopThread.shared()
      #expect(try await shared.mailbox.run { _ in 42 } == 42)
    }
  }
}

private func nameOfThisThread() -> String {
  let descriptor = open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC)
  defer { close(descriptor) }
  var name = [UInt8](repeating: 0, count: 16)
  let count = read(descriptor, &name, name.count)
  return String(decoding: name.prefix(max(0, count)), as: UTF8.self)
}
