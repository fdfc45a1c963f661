import Foundation

/// Every relative link in a Markdown file leads to a file or folder of the project.
struct LinkRule: Rule {
  func violations(in tree: SourceTree) -> [Violation] {
    tree.markdownFiles.flatMap { file in
      Markdown(file).links.filter { isBroken($0.target, in: file, of: tree) }.map {
        Violation(
          file.path, line: $0.line, "the link to \($0.target) leads nowhere",
          instead: "name a file of the project, relative to this one")
      }
    }
  }

  private func isBroken(_ target: String, in file: SourceFile, of tree: SourceTree) -> Bool {
    let leadsOutside = target.hasPrefix("#") || target.prefixMatch(of: #/[A-Za-z][\w+.-]*:/#) != nil
    if leadsOutside { return false }
    let path = target.prefix { $0 != "#" }
    guard let decoded = path.removingPercentEncoding else { return true }
    var parts = file.folder.split(separator: "/").map(String.init)
    for part in decoded.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(String(part))
      } else if parts.popLast() == nil {
        return true
      }
    }
    return !parts.isEmpty && !tree.contains(parts.joined(separator: "/"))
  }
}
