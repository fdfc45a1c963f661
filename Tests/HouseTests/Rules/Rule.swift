import Testing

/// A rule of the house that a program can check.
///
/// A rule looks only at the tree it is given, so that a proof can plant an offence in a tree of
/// its own and see the rule fail.
protocol Rule: Sendable, CustomTestStringConvertible {
  func violations(in tree: SourceTree) throws -> [Violation]
}

extension Rule {
  var testDescription: String { String(describing: Self.self) }
}

/// Every rule, as the checkout must keep it.
let houseRules: [any Rule] = [
  ImportRule(rooms: Room.all),
  BanRule(bans: Ban.all),
  VagueNameRule(),
  LengthRule(),
  WhitespaceRule(),
  SnippetRule(),
  TargetFolderRule(),
  UnusedSourceRule(),
  UnmentionedFileRule(),
  EmptyFileRule(),
  TopLevelRule(),
  MapRule(rooms: Room.all),
  ManifestRule(),
  ChangelogRule(),
  LinkRule(),
]
