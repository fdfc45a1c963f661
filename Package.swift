// swift-tools-version: 6.3
import PackageDescription

// `make` sets HOUSE_CI, so that a warning fails our own builds and never a user's.
let warningsAreErrors = Context.environment["HOUSE_CI"] == "1"
// `make fuzz` sets HOUSE_FUZZ: only its build links libFuzzer, which brings a main of its own.
let fuzzing = Context.environment["HOUSE_FUZZ"] == "1"

let language: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
  ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
let house: [SwiftSetting] = language + [.strictMemorySafety()]

let package = Package(
  name: "swift-zookeeper",
  products: [
    .executable(name: "zkcli", targets: ["zkcli"]),
    .executable(name: "zkserver", targets: ["zkserver"]),
    .library(name: "ZooKeeper", targets: ["ZooKeeper"]),
    .library(name: "ZooKeeperRecipes", targets: ["ZooKeeperRecipes"]),
    .library(name: "ZooKeeperServer", targets: ["ZooKeeperServer"]),
    .library(name: "ZooKeeperTesting", targets: ["ZooKeeperTesting"]),
  ],
  targets: [
    // The rooms. Sources/README.md says what belongs where; HouseTests guards the imports.
    .target(name: "ZooKeeperModel", swiftSettings: house),
    .target(name: "ZooKeeperWire", dependencies: ["ZooKeeperModel"], swiftSettings: house),
    .target(
      name: "ZooKeeperSession", dependencies: ["ZooKeeperModel", "ZooKeeperWire"],
      swiftSettings: house),
    .target(name: "ZooKeeperTree", dependencies: ["ZooKeeperModel"], swiftSettings: house),
    .target(name: "CLinux"),
    .target(name: "ZooKeeperTransport", dependencies: ["CLinux"], swiftSettings: house),
    .target(
      name: "ZooKeeper",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperSession", "ZooKeeperTransport",
      ],
      swiftSettings: house),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "ZooKeeperLog",
      dependencies: ["ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTree", "CZlib"],
      swiftSettings: house),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "ZooKeeperCrypto", dependencies: ["COpenSSL"], swiftSettings: house),
    .target(
      name: "ZooKeeperServer",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTree", "ZooKeeperLog", "ZooKeeperTransport",
        "ZooKeeperCrypto",
      ],
      swiftSettings: house),
    .target(
      name: "ZooKeeperTesting",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperSession", "ZooKeeperTree", "ZooKeeperLog",
        "ZooKeeperTransport", "ZooKeeperServer", "ZooKeeper",
      ],
      swiftSettings: house),
    .executableTarget(
      name: "zkserver", dependencies: ["ZooKeeperServer"], swiftSettings: house),
    .target(
      name: "CEditLine", path: "Shell/CEditLine", linkerSettings: [.linkedLibrary("edit")]),
    .target(
      name: "ZooKeeperShell", dependencies: ["ZooKeeper", "ZooKeeperServer", "CEditLine"],
      path: "Shell/Console", swiftSettings: house),
    .executableTarget(
      name: "zkcli", dependencies: ["ZooKeeperShell"], path: "Shell/zkcli",
      swiftSettings: language),

    .target(
      name: "ZooKeeperRecipes", dependencies: ["ZooKeeper"], path: "Recipes", swiftSettings: house),

    // Measuring.
    .target(name: "CAllocations"),
    .target(name: "CCodecFloor"),
    .executableTarget(
      name: "zkbench",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTransport", "ZooKeeper", "ZooKeeperRecipes",
        "CAllocations", "CCodecFloor",
      ],
      swiftSettings: language),

    // Proof.
    .target(
      name: "FrameSupport", dependencies: ["ZooKeeperModel", "ZooKeeperWire"],
      path: "Tests/FrameSupport", swiftSettings: language),
    .testTarget(
      name: "ModelTests", dependencies: ["ZooKeeperModel", "FrameSupport"], exclude: ["Golden"],
      swiftSettings: language),
    .testTarget(
      name: "WireTests",
      dependencies: ["ZooKeeperModel", "ZooKeeperWire", "FrameSupport", "CAllocations"],
      exclude: ["Golden"],
      swiftSettings: language),
    .testTarget(
      name: "TreeTests", dependencies: ["ZooKeeperModel", "ZooKeeperTree", "FrameSupport"],
      swiftSettings: language),
    .testTarget(
      name: "TransportTests", dependencies: ["ZooKeeperTransport"], swiftSettings: language),
    .target(
      name: "DiskSupport", dependencies: ["ZooKeeperModel", "ZooKeeperLog"],
      path: "Tests/DiskSupport", swiftSettings: language),
    .testTarget(
      name: "LogTests",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTree", "ZooKeeperLog", "DiskSupport",
      ],
      exclude: ["Golden"], swiftSettings: language),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTree", "ZooKeeperLog", "ZooKeeperTransport",
        "ZooKeeperServer", "ZooKeeper", "ZooKeeperTesting", "zkserver", "zkbench",
        "FrameSupport", "DiskSupport", "PeerSupport",
      ],
      exclude: ["FourLetterWords/Golden"], swiftSettings: language),
    .testTarget(
      name: "SessionTests",
      dependencies: ["ZooKeeperModel", "ZooKeeperWire", "ZooKeeperSession", "FrameSupport"],
      swiftSettings: language),
    .testTarget(
      name: "SimulationTests", dependencies: ["ZooKeeperModel", "ZooKeeperTesting"],
      swiftSettings: language),
    .target(
      name: "ClientScenarios", dependencies: ["ZooKeeper", "ZooKeeperTesting"],
      path: "Tests/ClientScenarios", swiftSettings: language),
    .testTarget(
      name: "ClientTests",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperSession", "ZooKeeperTransport", "ZooKeeper",
        "ZooKeeperRecipes", "ZooKeeperServer", "ZooKeeperTesting", "CAllocations", "PeerSupport",
        "ClientScenarios", "Tutorials",
      ],
      exclude: ["FourLetterWords/Golden"], swiftSettings: language),
    .target(
      name: "Tutorials", dependencies: ["ZooKeeper"], path: "Tests/Tutorials",
      swiftSettings: language),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "ZooKeeper", "ZooKeeperServer", "ZooKeeperShell", "ZooKeeperTesting", "PeerSupport",
        "zkcli",
      ],
      swiftSettings: language),
    .testTarget(
      name: "RecipeTests",
      dependencies: [
        "ZooKeeper", "ZooKeeperRecipes", "ZooKeeperTesting", "ClientScenarios", "StormSupport",
      ],
      swiftSettings: language),
    .testTarget(name: "HouseTests", swiftSettings: language),
    .target(name: "PeerSupport", path: "Tests/PeerSupport", swiftSettings: language),
    .target(
      name: "PeerRecording", dependencies: ["PeerSupport"], path: "Tests/PeerRecording",
      swiftSettings: language),
    .target(name: "StormSupport", path: "Tests/StormSupport", swiftSettings: language),
    .executableTarget(
      name: "zkcontend",
      dependencies: ["ZooKeeperModel", "ZooKeeper", "ZooKeeperRecipes", "StormSupport"],
      path: "Tests/Contender", swiftSettings: language),
    .testTarget(
      name: "CompatibilityTests",
      dependencies: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTree", "ZooKeeperLog", "ZooKeeper",
        "ZooKeeperRecipes", "ZooKeeperTesting", "ClientScenarios", "FrameSupport", "PeerSupport",
        "PeerRecording", "StormSupport", "zkserver", "zkcontend",
      ],
      swiftSettings: language),
    .executableTarget(
      name: "zkrecord", dependencies: ["PeerSupport", "PeerRecording"], path: "Tests/Recorder",
      swiftSettings: language),
  ]
)

if fuzzing {
  package.targets.append(
    .executableTarget(
      name: "zkfuzz", dependencies: ["ZooKeeperModel", "ZooKeeperWire", "FrameSupport"],
      path: "Tests/Fuzz", swiftSettings: language))
}
