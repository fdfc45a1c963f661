package import ZooKeeperModel

/// Where a server's files are, and what their names say.
package struct DataDirectory: Hashable, Sendable {
  /// Where snapshots are.
  package let snapshots: String
  /// Where transaction logs are; often the same.
  package let logs: String

  /// Takes the directories as zoo.cfg names them. The files are one level below, in a directory
  /// named after the version of their format.
  package init(dataDirectory: String, logDirectory: String? = nil) {
    snapshots = dataDirectory + "/version-2"
    logs = (logDirectory ?? dataDirectory) + "/version-2"
  }

  /// The directories without repetition.
  package var all: [String] {
    logs == snapshots ? [snapshots] : [snapshots, logs]
  }

  package func create(in storage: any Storage) throws(StorageError) {
    for directory in all {
      try storage.createDirectory(directory)
    }
  }

  package func logFiles(in storage: any Storage) throws(StorageError) -> [NumberedFile] {
    try storage.list(logs).compactMap { NumberedFile($0, kind: .log, in: logs) }.sorted()
  }

  package func snapshotFiles(in storage: any Storage) throws(StorageError) -> [NumberedFile] {
    try storage.list(snapshots).compactMap { NumberedFile($0, kind: .snapshot, in: snapshots) }
      .sorted()
  }

  /// Files that only a member of an ensemble has. Serving its data alone would fork the ensemble.
  package func quorumFiles(in storage: any Storage) throws(StorageError) -> [String] {
    try storage.list(snapshots).filter { $0 == "currentEpoch" || $0 == "acceptedEpoch" }.sorted()
      .map { snapshots + "/" + $0 }
  }

  /// Logs among snapshots, or the reverse, where the two have directories of their own: a sign that
  /// the directories were swapped or changed, and that not everything would be found.
  package func misplacedFiles(in storage: any Storage) throws(StorageError) -> [String] {
    guard logs != snapshots else { return [] }
    let strayLogs = try storage.list(snapshots).compactMap {
      NumberedFile($0, kind: .log, in: snapshots)
    }
    let straySnapshots = try storage.list(logs).compactMap {
      NumberedFile($0, kind: .snapshot, in: logs)
    }
    return (strayLogs + straySnapshots).map(\.path).sorted()
  }

  /// Removes snapshots that were not finished before the server ended.
  package func removeUnfinishedSnapshots(in storage: any Storage) throws(StorageError) {
    for name in try storage.list(snapshots) where name.hasPrefix(Self.unfinishedPrefix) {
      try storage.remove(snapshots + "/" + name)
    }
  }

  /// Marks a file that is being written. Apache overlooks such names.
  static let unfinishedPrefix = "unfinished."
}

/// A log or a snapshot, named after the transaction that it begins with or that it is the state of.
package struct NumberedFile: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case log
    case snapshot
  }

  package let path: String
  package let name: String
  package let zxid: Zxid
  /// What follows the number, such as `gz`.
  package let suffix: String?

  /// Reads a name such as `log.1f` or `snapshot.1f.gz`; nil if it has another form.
  init?(_ name: String, kind: Kind, in directory: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 || (parts.count == 3 && kind == .snapshot), parts[0] == kind.rawValue,
      let number = Int64(parts[1], radix: 16), number >= 0
    else { return nil }
    self.name = name
    path = directory + "/" + name
    zxid = Zxid(rawValue: number)
    suffix = parts.count == 3 ? String(parts[2]) : nil
  }

  static func name(_ kind: Kind, _ zxid: Zxid) -> String {
    kind.rawValue + "." + String(UInt64(bitPattern: zxid.rawValue), radix: 16)
  }
}

extension NumberedFile: Comparable {
  package static func < (left: NumberedFile, right: NumberedFile) -> Bool {
    (left.zxid, left.name) < (right.zxid, right.name)
  }
}
