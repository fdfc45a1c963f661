import Testing

struct BanRuleTests {
  /// What each ban must find, and what comes near but passes.
  private static let samples: [String: (offences: [String], nearMisses: [String])] = [
    "print": (
      [
        "print(1)", "Swift.map { print(\"a\") }", "\"\\(debugPrint(1))\"", "Swift.print(1)",
        "Swift . debugPrint(1)",
      ],
      [
        "file.print(1)", "MySwift.print(1)", "func print(_ page: Page) {}", "// print(1)",
        "let text = \"print(1)\"",
      ]
    ),
    "unstructured task": (
      [
        "Task { await f() }", "f(task: Task { 1 })", "let a = Task<Int, Never> { 1 }",
        "Task(priority: .high) {}", "Task.init {}", "Task.detached {}",
        "Task<Void, any Error>.detached {}", "Task.immediate {}",
      ],
      [
        "let task: Task<Void, Never>", "var task: Task<Void, Never> { a }", "Task.isCancelled",
        "func f() -> Task<Void, Never> { a }", "extension Task { }", "MyTask { }",
        "withTaskGroup { }", "await Task.yield()",
      ]
    ),
    "sleep": (
      [
        "try await Task.sleep(for: .seconds(1))", "Task<Never, Never>.sleep(nanoseconds: 1)",
        "let pause = Task.sleep", "usleep(20_000)", "Glibc.usleep(1)", "sleep(1)", "Glibc.sleep(1)",
        "nanosleep(&time, nil)", "clock_nanosleep(CLOCK_MONOTONIC, 0, &time, nil)",
        "Thread.sleep(forTimeInterval: 1)", "try await clock.sleep(for: pause)",
        "ContinuousClock().sleep(until: end)",
      ],
      [
        "// Task.sleep", "func sleep(until deadline: Instant) async throws {}",
        "mailbox.prepareToSleep()", "let sleep = 1", "reader.sleeps", "let text = \"sleep(1)\"",
      ]
    ),
    "@unchecked Sendable": (
      ["final class A: @unchecked Sendable {}", "extension A: @unchecked Sendable {}"],
      ["struct A: Sendable {}", "/// Not @unchecked Sendable.\nstruct A {}"]
    ),
    "unsafe": (
      [
        "let a = unsafe pointer.pointee", "f(unsafe pointer.pointee)", "@unsafe func f() {}",
        "unowned(unsafe) let a: A", "for unsafe a in b {}", "span.withUnsafeBytes { $0 }",
        "withUnsafePointer(to: a) { $0 }",
        "await withUnsafeContinuation { $0 }", "let a: UnsafeMutablePointer<Int>?",
        "UnsafeRawBufferPointer(start: a, count: 1)", "f(Swift.UnsafePointer<Int>.self)",
        "Unmanaged.passRetained(a)", "unsafeBitCast(1, to: A.self)", "a.unsafelyUnwrapped",
        "unsafeDowncast(a, to: B.self)",
      ],
      [
        "a.unsafe", "let unsafeCount = 1", "// unsafe", "// withUnsafeBytes", "\"UnsafePointer\"",
        "span.withBytes { $0 }", "notWithUnsafeBytes { $0 }", "let a: UnsafePointers",
        "let a: OurUnsafePointer", "let a: Pointer",
      ]
    ),
    "nonisolated(unsafe)": (
      ["nonisolated(unsafe) var a = 1"],
      ["nonisolated var a: Int { 1 }", "nonisolated(nonsending) func f() async {}"]
    ),
    "Date": (
      ["let now = Date()", "Date(timeIntervalSince1970: 0)", "let now = Date.now"],
      ["let date: Date", "ReleaseDate()", "// Date()"]
    ),
    "unseeded randomness": (
      [
        "Int.random(in: 0..<9)", "Bool.random()", "list.randomElement()", "list.shuffled()",
        "Int.random(in: 0..<pick(using: 1))", "SystemRandomNumberGenerator()",
      ],
      [
        "Int.random(in: 0..<9, using: &source)", "list.shuffled(using: &source)", "random(3)",
        "configuration.random",
      ]
    ),
    "try!": (
      ["try! f()", "a(try! f())"], ["try f()", "try? f()", "guard try !f() else {}", "// try!"]
    ),
    "fatalError": (
      ["fatalError()", "fatalError(\"no\")", "Swift.fatalError(\"no\")"],
      [
        "log.fatalError(1)", "let fatalError = 1", "func fatalError(a: Int) {}",
        "preconditionFailure()",
      ]
    ),
    "XCTest": (
      ["import XCTest", "final class A: XCTestCase {}"], ["import Testing", "// XCTest"]
    ),
  ]

  private func violations(of ban: Ban, in text: String, at path: String) -> [Violation] {
    let unexcepted = Ban(
      name: ban.name, area: ban.area, patterns: ban.patterns, instead: ban.instead)
    return BanRule(bans: [unexcepted]).violations(in: SourceTree([path: "\n" + text]))
  }

  @Test(arguments: Ban.all)
  func `each ban finds what it bans`(_ ban: Ban) throws {
    let samples = try #require(Self.samples[ban.name])
    for text in samples.offences {
      let found = violations(of: ban, in: text, at: "Sources/A/A.swift")
      #expect(found.map(\.place) == ["Sources/A/A.swift:2"], "\(text)")
    }
  }

  @Test(arguments: Ban.all)
  func `each ban passes what only comes near`(_ ban: Ban) throws {
    let samples = try #require(Self.samples[ban.name])
    for text in samples.nearMisses {
      #expect(violations(of: ban, in: text, at: "Sources/A/A.swift") == [], "\(text)")
    }
  }

  @Test(arguments: Ban.all)
  func `a ban holds in its area`(_ ban: Ban) throws {
    let offence = try #require(Self.samples[ban.name]?.offences.first)
    let inTests = violations(of: ban, in: offence, at: "Tests/A/A.swift")
    #expect(inTests.count == (ban.area == .everywhere ? 1 : 0))
    for path in ["Recipes/A.swift", "Shell/Console/A.swift"] {
      #expect(violations(of: ban, in: offence, at: path).count == 1)
    }
  }

  private let excepting = BanRule(bans: [
    Ban(
      name: "goto", area: .everywhere, patterns: [TokenPattern("goto")], instead: "loop",
      exceptions: [
        Ban.Exception(file: "Sources/A/Jump.swift", reason: "it is about jumping"),
        Ban.Exception(file: "main.swift", reason: "it begins somewhere"),
      ])
  ])

  @Test func `a listed file may use what is banned`() {
    let tree = SourceTree(["Sources/A/Jump.swift": "goto", "Sources/B/main.swift": "goto"])
    #expect(excepting.violations(in: tree) == [])
  }

  @Test func `a listed path covers no other file of that name`() {
    let tree = SourceTree([
      "Sources/A/Jump.swift": "goto", "Sources/B/Jump.swift": "goto", "main.swift": "goto",
    ])
    #expect(excepting.violations(in: tree).map(\.place) == ["Sources/B/Jump.swift:1"])
  }

  @Test func `an exception that nobody needs any more is found`() {
    let tree = SourceTree(["Sources/A/Jump.swift": "loop", "Sources/B/main.swift": "goto"])
    let found = excepting.violations(in: tree)
    #expect(found.map(\.path) == [BanRule.listPath])
    #expect(found.first?.what.contains("Jump.swift") == true)
  }

  @Test func `the list is where a stale exception is reported`() throws {
    #expect(try Checkout.tree.contains(BanRule.listPath))
  }
}

extension Ban: CustomTestStringConvertible {
  var testDescription: String { name }
}
