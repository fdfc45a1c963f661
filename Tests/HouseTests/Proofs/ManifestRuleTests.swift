import Testing

struct ManifestRuleTests {
  private static let strict = """
    // swift-tools-version: 6.3
    let language: [SwiftSetting] =
      [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
    let house: [SwiftSetting] = language + [.strictMemorySafety()]
    let package = Package(targets: [
      .target(name: "A", swiftSettings: house),
      .target(name: "C"),
      .executableTarget(name: "tool", swiftSettings: language),
      .target(name: "Support", path: "Tests/Support", swiftSettings: language),
      .testTarget(name: "ATests", dependencies: ["A"], swiftSettings: house),
    ])
    """

  private func violations(_ manifest: String) -> [Violation] {
    let paths = [
      "Sources/A/A.swift", "Sources/C/c.c", "Sources/tool/main.swift", "Tests/Support/S.swift",
      "Tests/ATests/A.swift",
    ]
    let files = Dictionary(uniqueKeysWithValues: paths.map { ($0, "a") })
    let tree = SourceTree(files.merging([Manifest.path: manifest]) { _, planted in planted })
    return ManifestRule().violations(in: tree)
  }

  /// The strict manifest, laxer at one place.
  private func violations(replacing part: String, with other: String) throws -> [Violation] {
    try #require(Self.strict.contains(part))
    return violations(Self.strict.replacing(part, with: other))
  }

  @Test func `a strict manifest passes, and so do rooms of C`() {
    #expect(violations(Self.strict) == [])
  }

  @Test func `a missing manifest is found`() {
    #expect(ManifestRule().violations(in: SourceTree([:])).map(\.path) == [Manifest.path])
  }

  @Test(arguments: [
    "// swift-tools-version: 5.10", "let a = 1", "// The swift-tools-version: 6.3",
    "//\n// swift-tools-version: 6.3", "// swift-tools-version: 60",
  ])
  func `old tools are found`(_ line: String) throws {
    let found = try violations(replacing: "// swift-tools-version: 6.3", with: line)
    #expect(found.map(\.place) == ["Package.swift:1"])
  }

  @Test(arguments: ["// swift-tools-version:6.3", "// swift-tools-version: 6.10.1"])
  func `new tools pass`(_ line: String) throws {
    #expect(try violations(replacing: "// swift-tools-version: 6.3", with: line) == [])
  }

  @Test(arguments: [
    "language + [] // .strictMemorySafety()",
    "language + [] /* .strictMemorySafety() */",
    "language + [.define(\".strictMemorySafety()\")]",
    "language + [] \n let other: [SwiftSetting] = [.strictMemorySafety()]",
  ])
  func `memory safety that only seems to be there is found`(_ value: String) throws {
    let found = try violations(replacing: "language + [.strictMemorySafety()]", with: value)
    #expect(found.map(\.what) == ["`house` lacks .strictMemorySafety()"])
  }

  @Test(arguments: [
    "ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault",
    "InferIsolatedConformances", "NonisolatedNonsendingByDefault",
  ])
  func `a missing feature is found where it is missing`(_ feature: String) throws {
    let setting = ".enableUpcomingFeature(\"\(feature)\")"
    for other in [
      "// \(setting)", ".enableExperimentalFeature(\"\(feature)\")",
      ".enableUpcomingFeature(\"\(feature)\", .when(configuration: .debug))",
    ] {
      let found = try violations(replacing: setting + ",", with: other + "\n")
      #expect(found.map(\.what) == ["`house` lacks \(setting)", "`language` lacks \(setting)"])
    }
  }

  @Test(arguments: [
    "[]", "[/* .treatAllWarnings(as: .error) */]", "[.treatAllWarnings(as: .warning)]",
  ])
  func `warnings that stay warnings are found`(_ value: String) throws {
    let found = try violations(replacing: "[.treatAllWarnings(as: .error)]", with: value)
    #expect(found.count == 2)
  }

  @Test func `memory safety on top of nothing is found`() throws {
    let found = try violations(
      replacing: "language + [.strictMemorySafety()]", with: "[.strictMemorySafety()]")
    #expect(found.count == 6)
  }

  @Test(arguments: [
    ".target(name: \"A\", swiftSettings: house)",
    ".executableTarget(name: \"tool\", swiftSettings: language)",
    ".target(name: \"Support\", path: \"Tests/Support\", swiftSettings: language)",
    ".testTarget(name: \"ATests\", dependencies: [\"A\"], swiftSettings: house)",
  ])
  func `a target without the settings is found`(_ target: String) throws {
    for other in ["", ", swiftSettings: []", ", swiftSettings: a", " /* swiftSettings: house */"] {
      let lax = target.replacing(#/, swiftSettings: \w+/#, with: other)
      let found = try violations(replacing: target, with: lax)
      #expect(found.map(\.line) == [line(of: target)], "\(lax)")
    }
  }

  @Test func `a library without memory safety is found`() throws {
    let settings = "\"A\", swiftSettings: house"
    let found = try violations(replacing: settings, with: "\"A\", swiftSettings: language")
    #expect(found.map(\.line) == [line(of: settings)])
  }

  private func line(of text: String) -> Int? {
    Self.strict.split(separator: "\n").firstIndex { $0.contains(text) }.map { $0 + 1 }
  }
}
