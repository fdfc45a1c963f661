/// How many descriptors, and so how many connections, this process may have.
package enum DescriptorLimit {
  /// Raises the limit as far as the system allows without asking anybody, and returns it.
  package static func raise() throws(SystemError) -> UInt {
    try Kernel.raiseDescriptorLimit()
  }
}
