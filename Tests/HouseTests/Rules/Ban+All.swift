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
    name: "Task.sleep",
    area: .everywhere,
    patterns: [TokenPattern("Task <> . sleep")],
    instead: "take the time as an argument, or wait for the event itself")

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
        file: "Tests/PeerSupport/Guarded.swift",
        reason: "the compiler cannot see that a lock guards the value"),
    ])

  static let unsafeCode = Ban(
    name: "unsafe",
    area: .shipped,
    patterns: [TokenPattern("unsafe", notAfter: ["."])],
    instead: "use spans and arrays; raw loads belong into RawBytes.swift",
    exceptions: [
      Exception(
        file: "Sources/ZooKeeperWire/RawBytes.swift",
        reason: "no safe load of several bytes exists, so one file holds the unsafe ones")
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
        file: "Tests/PeerSupport/LoopbackSocket.swift",
        reason: "which ports are free differs from run to run anyway")
    ])

  static let forcedTry = Ban(
    name: "try!",
    area: .shipped,
    patterns: [TokenPattern("try !")],
    instead: "handle the error or let it through")

  static let fatalErrors = Ban(
    name: "fatalError",
    area: .shipped,
    patterns: [TokenPattern("fatalError (", notAfter: [".", "func"])],
    instead: "throw a typed error; the program is not ours to end")

  static let xcTest = Ban(
    name: "XCTest",
    area: .everywhere,
    patterns: [TokenPattern("XCTest"), TokenPattern("XCTestCase")],
    instead: "use Swift Testing")
}
