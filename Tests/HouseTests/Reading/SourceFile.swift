/// One file of the checkout. Swift is read into tokens once, because most rules need them.
struct SourceFile: Sendable {
  let path: String
  /// Nil for bytes that are not UTF-8, such as a recorded frame.
  let text: String?
  let isEmpty: Bool
  let tokens: [SwiftToken]
  let declarations: [Declaration]

  init(path: String, bytes: [UInt8]) {
    self.path = path
    text = String(validating: bytes, as: UTF8.self)
    isEmpty = bytes.allSatisfy(\.isBlankOrNewline)
    tokens = path.hasSuffix(".swift") ? text.map(SwiftLexer.tokens(of:)) ?? [] : []
    declarations = DeclarationReader.declarations(in: tokens)
  }

  var isSwift: Bool { path.hasSuffix(".swift") }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// "" for a file at the top level.
  var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

  var fileExtension: String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[parts.count - 1]) : ""
  }

  /// The lines without their line feeds. Splitting bytes keeps a carriage return visible: as a
  /// `Character`, it would melt into the line feed.
  var lines: [Substring] {
    guard let text else { return [] }
    var lines = text.utf8
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Substring.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// What users build, as against tests and documents.
  var isShipped: Bool { ["Sources", "Recipes", "Shell"].contains { isInside($0) } }

  /// Source text in any language, scripts without an extension included.
  var isCode: Bool {
    ["swift", "c", "h", "py", "java", "sh"].contains(fileExtension) || text?.hasPrefix("#!") == true
  }

  func isInside(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }
}

extension UInt8 {
  fileprivate var isBlankOrNewline: Bool {
    self == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(self)
  }
}
