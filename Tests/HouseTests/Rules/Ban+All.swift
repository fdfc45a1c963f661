extension Ban {
  static let all: [Ban] = [
    printing, unstructuredTasks, sleeping, uncheckedSendable, unsafeCode, unsafeIsolation,
    wallClock, unseededRandomness, forcedTry, fatalErrors, xcTest,
  ]

  static let printing = Ban(
    name: "print",
    area: .shipped,
    patterns: [
      TokenPattern("print (", notAfter: [".", "func"]),
      TokenPattern("debugPrint (", notAfter: [".", "func"]),
      TokenPattern("Swift . print ("),
      TokenPattern("Swift . debugPrint ("),
    ],
    instead: "return the text, and let the executable's main write it",
    exceptions: [
      Exception(
        file: "Sources/zkbench/CodecBenchmark.swift", reason: "its report is what it is run for")
    ])

  static let unstructuredTasks = Ban(
    name: "unstructured task",
    area: .shipped,
    patterns: [
      TokenPattern("Task {", notAfter: ["extension", "struct", "class", "enum", "actor"]),
      // After a colon or an arrow, this is a property's or a function's type.
      TokenPattern("Task <> {", notAfter: [":", ">", "extension", "struct", "class", "enum"]),
      TokenPattern("Task <> ("),
      TokenPattern("Task <> . init"),
      TokenPattern("Task <> . detached"),
      TokenPattern("Task <> . immediate"),
      TokenPattern("Task <> . immediateDetached"),
    ],
    instead: "use a task group or `async let`, so that nothing outlives its caller")

  static let sleeping = Ban(
    name: "sleep",
    area: .everywhere,
    // With or without something before it: the system's, a task's, a thread's and a clock's.
    patterns: ["sleep", "usleep", "nanosleep", "clock_nanosleep"].map {
      TokenPattern("\($0) (", notAfter: ["func"])
    } + [TokenPattern("Task <> . sleep")],
    instead: "take the time as an argument, or wait for the event itself",
    exceptions: [
      Exception(
        file: "Tests/PeerSupport/Polling.swift",
        reason: "a foreign process cannot announce what it does, so somebody has to ask again"),
      Exception(
        file: "Tests/ClientScenarios/WaitWhile.swift",
        reason: "who asks again and again leaves the processor to those of whom it is asked"),
    ])

  static let uncheckedSendable = Ban(
    name: "@unchecked Sendable",
    area: .everywhere,
    patterns: [TokenPattern("@ unchecked Sendable")],
    instead: "let the compiler prove it: a value type, or an actor",
    exceptions: [
      Exception(
        file: "Sources/ZooKeeperModel/Secret.swift",
        reason: "a deinit that overwrites needs a class with a variable; nothing else changes it"),
      Exception(
        file: "Sources/ZooKeeperWire/RawBytes.swift",
        reason: "a buffer that owns raw memory, and cannot be copied"),
      Exception(
        file: "Sources/ZooKeeperTransport/Lock.swift",
        reason: "the compiler cannot see that a mutex of the system guards the value"),
      Exception(
        file: "Sources/ZooKeeperTransport/LoopBound.swift",
        reason: "the compiler cannot see that only a job of the loop gets at the value"),
      Exception(
        file: "Sources/ZooKeeper/Driver/Waiter.swift",
        reason: "what a caller hands to the loop is touched by one of them at a time"),
      Exception(
        file: "Tests/PeerSupport/Guarded.swift",
        reason: "the compiler cannot see that a lock guards the value"),
    ])

  static let unsafeCode = Ban(
    name: "unsafe",
    area: .shipped,
    // The compiler asks for the keyword only where memory safety is strict; the names stand
    // everywhere.
    patterns: [TokenPattern("unsafe", notAfter: ["."])]
      + [
        "withUnsafe*", "Unsafe*Pointer", "Unmanaged", "unsafeBitCast", "unsafeDowncast",
        "unsafelyUnwrapped",
      ].map { TokenPattern($0) },
    instead: "use spans and arrays; raw loads belong into RawBytes.swift",
    exceptions: [
      Exception(
        file: "Sources/ZooKeeperWire/RawBytes.swift",
        reason: "no safe load of several bytes exists, so one file holds the unsafe ones"),
      Exception(
        file: "Sources/ZooKeeperTransport/RawBytes.swift",
        reason: "the kernel fills memory that stays in place, which no array promises"),
      Exception(
        file: "Sources/ZooKeeperTransport/Kernel.swift",
        reason: "system calls take pointers, and one type hands them out"),
      Exception(
        file: "Sources/ZooKeeperTransport/Kernel+Addresses.swift",
        reason: "the kernel takes and gives addresses as memory of several forms"),
      Exception(
        file: "Sources/ZooKeeperTransport/Kernel+Process.swift",
        reason: "the system writes names and sets of signals to memory at hand"),
      Exception(
        file: "Sources/ZooKeeperTransport/Lock.swift",
        reason: "a mutex of the system must not move, so it lives behind a pointer"),
      Exception(
        file: "Sources/ZooKeeperTransport/Thread.swift",
        reason: "the system carries a thread's work to it as a bare pointer"),
      Exception(
        file: "Shell/Console/System/Descriptor.swift",
        reason: "the system reads and writes memory by pointers"),
      Exception(
        file: "Shell/Console/System/LineEditor.swift",
        reason: "a line comes from C, and goes there, as a pointer"),
      Exception(
        file: "Sources/ZooKeeperTesting/Peers/Posix.swift",
        reason: "processes, folders and ports are had by system calls that take pointers"),
      Exception(
        file: "Sources/ZooKeeperTransport/LoopTaskExecutor.swift",
        reason: "the runtime names an executor to its jobs by a reference that nobody counts"),
      Exception(
        file: "Sources/ZooKeeper/Driver/Waiter.swift",
        reason: "a checked continuation is copied with care by every table that holds it"),
      Exception(
        file: "Sources/ZooKeeper/Driver/SessionDriver.swift",
        reason: "it makes the continuations that Waiter.swift holds"),
      Exception(
        file: "Sources/ZooKeeper/Driver/SessionDriver+Passing.swift",
        reason: "it makes the continuations that Waiter.swift holds"),
      Exception(
        file: "Sources/ZooKeeperLog/RawBytes.swift",
        reason: "the bytes of a span can be had only by a call that counts as unsafe"),
      Exception(
        file: "Sources/ZooKeeperLog/FileStorage.swift",
        reason: "the file calls of the system take pointers, and this is the door to them"),
      Exception(
        file: "Sources/ZooKeeperLog/Checksum.swift", reason: "zlib takes bytes as a pointer"),
      Exception(
        file: "Sources/ZooKeeperLog/Gzip.swift",
        reason: "zlib takes pointers, and remembers the address of its stream"),
      Exception(
        file: "Sources/ZooKeeperCrypto/Digest.swift", reason: "OpenSSL takes bytes as a pointer"),
      Exception(
        file: "Sources/zkbench/CodecBenchmark.swift",
        reason: "the floor in C takes pointers, and ours copies to memory at hand as it does"),
    ])

  static let unsafeIsolation = Ban(
    name: "nonisolated(unsafe)",
    area: .everywhere,
    patterns: [TokenPattern("nonisolated ( unsafe")],
    instead: "make it a constant, or pass it as an argument")

  static let wallClock = Ban(
    name: "Date",
    area: .everywhere,
    patterns: [TokenPattern("Date ("), TokenPattern("Date . now")],
    instead: "take the moment as an argument, so that time can be virtual",
    exceptions: [
      Exception(
        file: "Tests/PeerSupport/Guarded.swift",
        reason: "Foundation's condition takes its deadline as a Date")
    ])

  static let unseededRandomness = Ban(
    name: "unseeded randomness",
    area: .everywhere,
    patterns: ["random", "randomElement", "shuffled", "shuffle"].map {
      TokenPattern(". \($0) (", unlessLabelled: "using")
    } + [TokenPattern("SystemRandomNumberGenerator")],
    instead: "pass a seeded generator with `using:`, so that every run can be repeated",
    exceptions: [
      Exception(
        file: "Sources/ZooKeeperCrypto/RandomBytes.swift",
        reason: "what nobody may guess cannot come from a seed; others ask here"),
      Exception(
        file: "Tests/PeerSupport/LoopbackSocket.swift",
        reason: "which ports are free differs from run to run anyway"),
    ])

  static let forcedTry = Ban(
    name: "try!",
    area: .shipped,
    patterns: [TokenPattern("try !")],
    instead: "handle the error or let it through")

  static let fatalErrors = Ban(
    name: "fatalError",
    area: .shipped,
    patterns: [
      TokenPattern("fatalError (", notAfter: [".", "func"]), TokenPattern("Swift . fatalError ("),
    ],
    instead: "throw a typed error; the program is not ours to end")

  static let xcTest = Ban(
    name: "XCTest",
    area: .everywhere,
    patterns: [TokenPattern("XCTest"), TokenPattern("XCTestCase")],
    instead: "use Swift Testing")
}
