package import ZooKeeperModel

extension ReconfigRequest: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(
      joiningServers: try reader.optionalString("joiningServers"),
      leavingServers: try reader.optionalString("leavingServers"),
      newMembers: try reader.optionalString("newMembers"),
      currentConfigID: try reader.int64("curConfigId"))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.optionalString(joiningServers)
    writer.optionalString(leavingServers)
    writer.optionalString(newMembers)
    writer.int64(currentConfigID)
  }
}
