import ZooKeeperModel

/// What lies on a disk, and what of it would be found after a loss of power.
package struct MemoryDisk: Sendable {
  package struct File: Sendable {
    package var bytes: [UInt8] = []
    var durable: [UInt8] = []
    /// What happened since the last sync.
    var unsynced: [FileChange] = []
  }

  package enum FileChange: Sendable {
    case write([UInt8], offset: Int)
    case truncate(size: Int)
  }

  /// What a loss of power leaves of that which was not synced.
  package enum Survival: Sendable {
    case everything
    case nothing
    /// Sectors by chance, in any order, as a disk writes them.
    case someSectors(seed: UInt64)
  }

  package var files: [File] = []
  package var names: [String: Int] = [:]
  package var durableNames: [String: Int] = [:]
  /// Bytes and calls until the power goes; nil for always.
  package var powerLeft: Int?
  /// The call that fails, counted from one, and the code it fails with.
  package var failingCall: (call: Int, code: Int32)?
  /// The call from which on every one is refused, as if the process had been killed before it.
  package var endingCall: Int?
  package private(set) var calls = 0
  /// Bytes and calls so far.
  package private(set) var powerUsed = 0

  package init() {}

  /// A disk with files that were there for long.
  package init(_ contents: [String: [UInt8]]) {
    for (path, bytes) in contents {
      names[path] = files.count
      files.append(File(bytes: bytes, durable: bytes))
    }
    durableNames = names
  }

  package func bytes(_ path: String) -> [UInt8]? {
    names[path].map { files[$0].bytes }
  }

  /// The same disk with power, a moment after the power went.
  package func afterCrash(_ survival: Survival) -> MemoryDisk {
    var random = RandomSource(seed: 0)
    if case .someSectors(let seed) = survival { random = RandomSource(seed: seed) }
    var found = MemoryDisk()
    found.files = files.map { file in
      let bytes =
        switch survival {
        case .everything: file.bytes
        case .nothing: file.durable
        case .someSectors: file.withSomeSectors(&random)
        }
      return File(bytes: bytes, durable: bytes)
    }
    switch survival {
    case .everything: found.names = names
    case .nothing: found.names = durableNames
    case .someSectors: found.names = Bool.random(using: &random) ? names : durableNames
    }
    found.durableNames = found.names
    return found
  }
}

extension MemoryDisk {
  /// Counts a call and says with which code it is refused, if it is.
  mutating func refusal(of cost: Int) -> Int32? {
    calls += 1
    powerUsed += cost
    if let failing = failingCall, failing.call == calls { return failing.code }
    if let ending = endingCall, calls >= ending { return MemoryStorage.crashCode }
    guard let left = powerLeft else { return nil }
    powerLeft = max(0, left - cost)
    return left < cost ? MemoryStorage.crashCode : nil
  }

  /// Zeros at the end of a file look alike wherever the power goes: three places are enough.
  func cost(of bytes: [UInt8]) -> Int {
    bytes.count > 64 && bytes.allSatisfy { $0 == 0 } ? 3 : max(1, bytes.count)
  }

  mutating func create(_ path: String) -> Int {
    if let number = names[path] {
      truncate(number, to: 0)
      return number
    }
    names[path] = files.count
    files.append(File())
    return files.count - 1
  }

  mutating func write(_ bytes: [UInt8], at offset: Int, of number: Int) {
    files[number].bytes.overwrite(with: bytes[...], at: offset)
    files[number].unsynced.append(.write(bytes, offset: offset))
  }

  mutating func truncate(_ number: Int, to size: Int) {
    files[number].bytes.removeSubrange(size...)
    files[number].unsynced.append(.truncate(size: size))
  }

  mutating func sync(_ number: Int) {
    files[number].durable = files[number].bytes
    files[number].unsynced = []
  }
}

extension MemoryDisk.File {
  private static let sectorBytes = 512

  func withSomeSectors(_ random: inout RandomSource) -> [UInt8] {
    var found = durable
    for change in unsynced {
      switch change {
      case .truncate(let size):
        if Bool.random(using: &random), size < found.count { found.removeSubrange(size...) }
      case .write(let bytes, let offset):
        var start = 0
        while start < bytes.count {
          let toBoundary = Self.sectorBytes - (offset + start) % Self.sectorBytes
          let end = min(start + toBoundary, bytes.count)
          if Bool.random(using: &random) {
            found.overwrite(with: bytes[start..<end], at: offset + start)
          }
          start = end
        }
      }
    }
    return found
  }
}

extension [UInt8] {
  fileprivate mutating func overwrite(with bytes: ArraySlice<UInt8>, at offset: Int) {
    if count < offset + bytes.count {
      append(contentsOf: repeatElement(0, count: offset + bytes.count - count))
    }
    replaceSubrange(offset..<offset + bytes.count, with: bytes)
  }
}
