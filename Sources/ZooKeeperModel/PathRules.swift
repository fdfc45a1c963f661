/// What a path may look like, in one pass over its bytes.
package enum PathRules {
  /// The first thing that is wrong with a path, or nil.
  ///
  /// With `isSequential` a number will be appended, so the name may still be empty: `/queue/`.
  package static func violation(
    in path: String, isSequential: Bool = false
  ) -> InvalidPath.Reason? {
    var walk = Walk()
    for scalar in path.unicodeScalars {
      if let reason = walk.take(scalar) { return reason }
    }
    if isSequential { return walk.take("1") ?? walk.end() }
    return walk.end()
  }

  /// Characters that Apache refuses anywhere in a path: control characters, halves of surrogate
  /// pairs and with them everything beyond U+FFFF, the private use area and the specials.
  package static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0xD800...0xF8FF, 0xFFF0...: false
    default: true
    }
  }

  private struct Walk {
    private var offset = 0
    private var componentStart = 0
    private var dots = 0

    mutating func take(_ scalar: Unicode.Scalar) -> InvalidPath.Reason? {
      if offset == 0 && scalar != "/" { return .notAbsolute }
      guard PathRules.isAllowed(scalar) else { return .forbiddenCharacter(scalar, at: offset) }
      if scalar == "/" {
        if offset > 0, let reason = endOfComponent() { return reason }
        componentStart = offset + 1
        dots = 0
      } else if scalar == "." {
        dots += 1
      }
      offset += UTF8.width(scalar)
      return nil
    }

    func end() -> InvalidPath.Reason? {
      if offset == 0 { return .empty }
      if offset == 1 { return nil }
      if componentStart == offset { return .trailingSlash }
      return endOfComponent()
    }

    private func endOfComponent() -> InvalidPath.Reason? {
      let length = offset - componentStart
      if length == 0 { return .emptyName(at: componentStart) }
      if length <= 2 && dots == length { return .relativeName(at: componentStart) }
      return nil
    }
  }
}
