import Glibc

/// What this room asks of the system by itself: processes, a temporary folder, ports. The only file
/// of this room that knows the system.
enum Posix {
  enum Signal {
    case terminate, kill, pause, resume

    fileprivate var number: Int32 {
      switch self {
      case .terminate: SIGTERM
      case .kill: SIGKILL
      case .pause: SIGSTOP
      case .resume: SIGCONT
      }
    }
  }

  /// What the system has to tell about a process of ours.
  enum ProcessNews {
    case none
    case paused
    /// With its exit code, or 128 and its signal's number as shells have it. It is told once.
    case ended(Int)
  }

  /// Descriptors that a program must not get from us: as many as a process has by default.
  private static let inheritedDescriptorsMax: Int32 = 1024

  /// Starts a program that says everything to the end of a file. It has no input, and of our
  /// descriptors it gets none.
  static func spawn(
    _ commandLine: [String], output: String
  ) throws(TestingFailure) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let appending = O_WRONLY | O_CREAT | O_APPEND
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, appending, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // Ours are not inherited anyway; others may have forgotten to say so.
    for descriptor in 3..<min(getdtablesize(), inheritedDescriptorsMax) {
      unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var process: pid_t = 0
    let arguments = unsafe commandLine.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    let code = unsafe posix_spawnp(
      &process, commandLine.first ?? "", &actions, nil, arguments, environ)
    guard code == 0 else { throw failure(commandLine.first ?? "", code) }
    return process
  }

  static func signal(_ process: pid_t, _ signal: Signal) {
    kill(process, signal.number)
  }

  static func news(of process: pid_t, waiting: Bool) -> ProcessNews {
    var status: Int32 = 0
    let answer = unsafe waitpid(process, &status, waiting ? 0 : WNOHANG | WUNTRACED)
    // Whom the system does not know any more, somebody else has asked about.
    if answer < 0 { return errno == EINTR ? .none : .ended(-1) }
    guard answer == process else { return .none }
    let signal = status & 0x7F
    if signal == 0x7F { return .paused }
    return .ended(signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal))
  }
}

// Folders.
extension Posix {
  /// A new folder of a name that nobody else has.
  static func temporaryFolder(_ purpose: String) throws(TestingFailure) -> String {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    let template = unsafe strdup("\(parent)/\(purpose)-XXXXXX")
    defer { unsafe free(template) }
    guard let template = unsafe template, let name = unsafe mkdtemp(template) else {
      throw failure("a folder in \(parent)", errno)
    }
    return unsafe String(cString: name)
  }

  /// Removes a file, a link, or a folder that is empty. Returns whether it is gone.
  static func remove(_ path: String) -> Bool {
    unsafe Glibc.remove(path) == 0
  }
}

// Ports.
extension Posix {
  /// Takes a port of 127.0.0.1 for a program that is started later, and returns the descriptor that
  /// keeps it until it is closed.
  ///
  /// The port is bound and not listened at: the system gives it to nobody who asks for any port,
  /// and refuses who connects; only who allows the reuse of addresses, as Java does, gets it too.
  static func reservePort() throws(TestingFailure) -> (descriptor: Int32, port: UInt16) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw failure("socket", errno) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var yes: Int32 = 1
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { memory in
      unsafe memory.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(descriptor, address, size) == 0
          && setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(4)) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    guard isBound else {
      let code = errno
      release(descriptor)
      throw failure("a port of 127.0.0.1", code)
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  static func release(_ descriptor: Int32) {
    close(descriptor)
  }

  private static func failure(_ subject: String, _ code: Int32) -> TestingFailure {
    TestingFailure("\(subject): \(unsafe String(cString: strerror(code)))")
  }
}
