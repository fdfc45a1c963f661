/// Changes who belongs to the ensemble: by joining and leaving servers, or by a whole new list.
package struct ReconfigRequest: Hashable, Sendable {
  package var joiningServers: String?
  package var leavingServers: String?
  package var newMembers: String?
  /// The version of the configuration that must be in force; −1 for any.
  package var currentConfigID: Int64

  package init(
    joiningServers: String?, leavingServers: String?, newMembers: String?, currentConfigID: Int64
  ) {
    self.joiningServers = joiningServers
    self.leavingServers = leavingServers
    self.newMembers = newMembers
    self.currentConfigID = currentConfigID
  }
}
