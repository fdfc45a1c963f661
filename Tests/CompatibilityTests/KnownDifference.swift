/// Where servers before 3.9 do otherwise than 3.9 and we, as data: the histories leave out what
/// would meet them, and comparisons take them out of the answers.
enum KnownDifference: String, CaseIterable {
  case zxidOfEvents
  case onePersistentWatch
  case watchesOfOthers
  case kindsOfWatches
  case unreadableNodes
  case nullListInMulti
  case create2InMulti
  case unknownFlagInMulti
  case bareCheck

  var description: String {
    switch self {
    case .zxidOfEvents: "events say −1 where they should name the change"
    case .onePersistentWatch:
      "persistent and recursive watches on one path replace each other, and setWatches2 with them"
    case .watchesOfOthers: "checkWatches finds the watches of other clients too"
    case .kindsOfWatches: "persistent kinds cannot be removed by name"
    case .unreadableNodes: "whether a node exists, and that it changes, is told to who may not read"
    case .nullListInMulti: "a null access control list in a multi is an empty one, not unreadable"
    case .create2InMulti: "create2 in a multi is answered as create is, without a stat"
    case .unknownFlagInMulti: "a flag that nobody knows fails its step of a multi, not all of it"
    case .bareCheck: "check is answered outside of a multi"
    }
  }

  /// Those of a release, by its name.
  static func all(of release: String) -> Set<KnownDifference> {
    release == "3.8" ? Set(allCases) : []
  }

  /// What a comparison with a release did not look at, for whoever reads its outcome.
  static func report(on release: String) -> String {
    let known = allCases.filter(all(of: release).contains)
    let lines = known.map { "  \($0.rawValue): \($0.description)" }
    return (["Known differences of \(release): \(known.count)"] + lines).joined(separator: "\n")
  }
}
