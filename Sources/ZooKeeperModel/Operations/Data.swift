/// Replaces the data of a node.
package struct SetDataRequest: Hashable, Sendable {
  package var path: String
  package var data: [UInt8]?
  package var version: Version

  package init(path: String, data: [UInt8]?, version: Version) {
    self.path = path
    self.data = data
    self.version = version
  }
}

/// The data of a node. Null data and empty data are two things.
@usableFromInline package struct DataReply: Hashable, Sendable {
  @usableFromInline package var data: [UInt8]?
  @usableFromInline package var stat: Stat

  @inlinable
  package init(data: [UInt8]?, stat: Stat) {
    self.data = data
    self.stat = stat
  }
}
