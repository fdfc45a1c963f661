/// A type, extension, function or property that a file declares.
struct Declaration: Equatable, Sendable {
  enum Kind: Sendable {
    case type
    case `extension`
    case function
    case property
  }

  /// Where it stands, which decides who can mention it.
  enum Scope: Equatable, Sendable {
    case file
    /// Inside of a type, or of an extension that adds a conformance.
    case type
    case `extension`(of: String)
    case local
  }

  let kind: Kind
  /// For an extension, the type it extends; for an initializer or a subscript, that keyword.
  let name: String
  let line: Int
  let scope: Scope
  /// Only told of extensions: `extension Name: Protocol`.
  let addsConformance: Bool
  /// No other file can mention it: `private` or `fileprivate`.
  let isPrivate: Bool
  /// The lines between a function's or a property's braces, when it has braces; of several
  /// closures in a property's value, those of the longest.
  var bodyLines: Int?
}
