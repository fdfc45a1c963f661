/// What ZooKeeper knows about a node beside its data.
///
/// Wide fields come first, so that a stat has no holes and is copied in a few moves.
public struct Stat: Hashable, Sendable {
  /// The change that created the node.
  public var czxid: Zxid
  /// The last change of the node's data.
  public var mzxid: Zxid
  /// The last change of the node's list of children.
  public var pzxid: Zxid
  /// When the node was created.
  public var ctime: Timestamp
  /// When the node's data last changed.
  public var mtime: Timestamp
  /// The session that an ephemeral node lives with, as it travels: `none` for other nodes.
  @usableFromInline package var owner: SessionID
  /// How often the data changed.
  public var version: Version
  /// How often children were created and deleted.
  public var cversion: Version
  /// How often the access control list changed.
  public var aversion: Version
  /// The size of the data in bytes.
  public var dataLength: Int32
  /// How many children the node has.
  public var numChildren: Int32

  /// Puts a stat together, for fakes and tests.
  public init(
    czxid: Zxid = .zero, mzxid: Zxid = .zero, pzxid: Zxid = .zero,
    ctime: Timestamp = Timestamp(millisecondsSinceEpoch: 0),
    mtime: Timestamp = Timestamp(millisecondsSinceEpoch: 0),
    ephemeralOwner: SessionID? = nil,
    version: Version = Version(rawValue: 0), cversion: Version = Version(rawValue: 0),
    aversion: Version = Version(rawValue: 0), dataLength: Int32 = 0, numChildren: Int32 = 0
  ) {
    self.init(
      czxid: czxid, mzxid: mzxid, pzxid: pzxid, ctime: ctime, mtime: mtime,
      owner: ephemeralOwner ?? .none, version: version, cversion: cversion, aversion: aversion,
      dataLength: dataLength, numChildren: numChildren)
  }

  // Inlinable, so that decoding stores each field once, where it belongs.
  @inlinable
  package init(
    czxid: Zxid, mzxid: Zxid, pzxid: Zxid, ctime: Timestamp, mtime: Timestamp, owner: SessionID,
    version: Version, cversion: Version, aversion: Version, dataLength: Int32, numChildren: Int32
  ) {
    self.czxid = czxid
    self.mzxid = mzxid
    self.pzxid = pzxid
    self.ctime = ctime
    self.mtime = mtime
    self.owner = owner
    self.version = version
    self.cversion = cversion
    self.aversion = aversion
    self.dataLength = dataLength
    self.numChildren = numChildren
  }

  /// The session that an ephemeral node lives with; nil for every other kind of node.
  public var ephemeralOwner: SessionID? {
    get { owner == .none ? nil : owner }
    set { owner = newValue ?? .none }
  }
}
