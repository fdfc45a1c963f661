/// Which nodes have a quota: those with a limits node, whether they exist or not.
package struct QuotaIndex: Sendable {
  private var subjects: Set<PathKey> = []

  package init() {}

  package mutating func insert(_ path: String) {
    subjects.insert(PathKey(path))
  }

  package mutating func remove(_ path: String) {
    subjects.remove(PathKey(path))
  }

  /// The nearest node with a quota at a path or above it: the only one that is charged. Never the
  /// root.
  package func subject(of path: String) -> String? {
    guard !subjects.isEmpty else { return nil }
    return PathKey(path).withAncestors.dropLast().first { subjects.contains($0) }?.text
  }
}
