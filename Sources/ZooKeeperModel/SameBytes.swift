extension String {
  /// Whether both texts are the same bytes, as Apache compares them. Swift's `==` also calls `é`
  /// and `e` with an accent the same, and would take one user for another.
  ///
  /// A word of small ASCII letters equals no other text in Swift either, so `==` does for those.
  package func hasSameBytes(as other: String) -> Bool {
    let own = utf8.span
    let others = other.utf8.span
    return own.count == others.count && own.indices.allSatisfy { own[$0] == others[$0] }
  }
}
