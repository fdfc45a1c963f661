/// Why there is no figure: a load that did not run as it claims measures something else.
struct LoadFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
