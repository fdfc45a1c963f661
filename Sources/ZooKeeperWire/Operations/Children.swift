package import ZooKeeperModel

extension ChildrenReply: JuteRecord {
  @_lifetime(reader: copy reader)
  package init(from reader: inout JuteReader) throws(WireError) {
    self.init(children: try reader.strings("children"), stat: try Stat(from: &reader))
  }

  package func encode(to writer: inout JuteWriter) {
    writer.strings(children)
    stat.encode(to: &writer)
  }
}
