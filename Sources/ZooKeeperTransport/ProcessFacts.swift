/// What this process is, and where.
package enum ProcessFacts {
  package static var hostName: String { Kernel.hostName }

  package static var workingDirectory: String { Kernel.workingDirectory }

  /// How many descriptors are open: connections, files, and a few of the process itself.
  package static var openDescriptors: Int { Kernel.openDescriptors }

  /// How many it may have.
  package static var descriptorLimit: Int { Kernel.descriptorLimit }
}
