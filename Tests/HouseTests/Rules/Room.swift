/// A folder of sources, and the only modules that its files may import.
struct Room: Sendable {
  let module: String
  let folder: String
  let imports: Set<String>
  /// What single files may import beyond that, by their names.
  let doors: [String: Set<String>]
  /// Rooms of C hold no Swift at all.
  let isC: Bool

  static func swift(
    _ module: String, in folder: String, imports: Set<String>, doors: [String: Set<String>] = [:]
  ) -> Room {
    Room(module: module, folder: folder, imports: imports, doors: doors, isC: false)
  }

  static func c(_ module: String, in folder: String) -> Room {
    Room(module: module, folder: folder, imports: [], doors: [:], isC: true)
  }

  func allowedImports(of file: SourceFile) -> Set<String> {
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    return imports.union(doors[name] ?? [])
  }
}

extension Room {
  /// What is not listed is forbidden: a toolchain module such as Glibc or Foundation can be
  /// imported anywhere, so no compiler keeps it out of a pure room.
  static let all: [Room] = [
    .swift("ZooKeeperModel", in: "Sources/ZooKeeperModel", imports: []),
    .swift("ZooKeeperWire", in: "Sources/ZooKeeperWire", imports: ["ZooKeeperModel"]),
    .swift(
      "ZooKeeperSession", in: "Sources/ZooKeeperSession",
      imports: ["ZooKeeperModel", "ZooKeeperWire"]),
    .swift(
      "ZooKeeper", in: "Sources/ZooKeeper",
      imports: ["ZooKeeperModel", "ZooKeeperWire", "ZooKeeperSession", "ZooKeeperTransport"]),
    .swift("ZooKeeperTree", in: "Sources/ZooKeeperTree", imports: ["ZooKeeperModel"]),
    .swift(
      "ZooKeeperTransport", in: "Sources/ZooKeeperTransport",
      imports: ["CLinux", "Glibc", "Synchronization"]),
    .swift(
      "ZooKeeperLog", in: "Sources/ZooKeeperLog",
      imports: ["ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTree", "CZlib"],
      doors: ["FileStorage.swift": ["Glibc"]]),
    .swift("ZooKeeperCrypto", in: "Sources/ZooKeeperCrypto", imports: ["COpenSSL"]),
    .swift(
      "ZooKeeperServer", in: "Sources/ZooKeeperServer",
      imports: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTree", "ZooKeeperLog", "ZooKeeperTransport",
        "ZooKeeperCrypto",
      ]),
    .swift(
      "ZooKeeperTesting", in: "Sources/ZooKeeperTesting",
      imports: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperSession", "ZooKeeperTree", "ZooKeeperLog",
        "ZooKeeperTransport", "ZooKeeperServer", "ZooKeeper", "Synchronization",
      ],
      doors: ["Posix.swift": ["Glibc"]]),
    .swift("zkserver", in: "Sources/zkserver", imports: ["ZooKeeperServer", "Glibc"]),
    .c("COpenSSL", in: "Sources/COpenSSL"),
    .c("CLinux", in: "Sources/CLinux"),
    .c("CZlib", in: "Sources/CZlib"),
    .c("CEditLine", in: "Shell/CEditLine"),
    .swift(
      "ZooKeeperShell", in: "Shell/Console", imports: ["ZooKeeper", "Synchronization"],
      doors: [
        "Descriptor.swift": ["Glibc"],
        "EmbeddedServer.swift": ["ZooKeeperServer"],
        "Interrupts.swift": ["Dispatch", "Glibc"],
        "LineEditor.swift": ["CEditLine"],
      ]),
    .swift("zkcli", in: "Shell/zkcli", imports: ["ZooKeeperShell", "Glibc"]),
    .swift(
      "ZooKeeperRecipes", in: "Recipes", imports: ["ZooKeeper"],
      doors: ["NodeValue+JSON.swift": ["Foundation", "FoundationEssentials"]]),

    .c("CAllocations", in: "Sources/CAllocations"),
    .c("CCodecFloor", in: "Sources/CCodecFloor"),
    .swift(
      "zkbench", in: "Sources/zkbench",
      imports: [
        "ZooKeeperModel", "ZooKeeperWire", "ZooKeeperTransport", "ZooKeeper", "ZooKeeperRecipes",
        "CAllocations", "CCodecFloor", "Glibc", "Synchronization",
      ]),
  ]
}
