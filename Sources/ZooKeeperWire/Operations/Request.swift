package import ZooKeeperModel

extension Request {
  /// Reads what follows a header that asks for `operation`.
  @_lifetime(reader: copy reader)
  package init(_ operation: OpCode, from reader: inout JuteReader) throws(WireError) {
    switch operation {
    case .create: self = .create(try CreateRequest(from: &reader))
    case .create2: self = .create2(try CreateRequest(from: &reader))
    case .createContainer: self = .createContainer(try CreateRequest(from: &reader))
    case .createTTL: self = .createTTL(try CreateTTLRequest(from: &reader))
    case .delete: self = .delete(try VersionedRequest(from: &reader))
    case .deleteContainer: self = .deleteContainer(try PathRequest(from: &reader))
    case .exists: self = .exists(try ReadRequest(from: &reader))
    case .getData: self = .getData(try ReadRequest(from: &reader))
    case .setData: self = .setData(try SetDataRequest(from: &reader))
    case .getACL: self = .getACL(try PathRequest(from: &reader))
    case .setACL: self = .setACL(try SetACLRequest(from: &reader))
    case .getChildren: self = .getChildren(try ReadRequest(from: &reader))
    case .getChildren2: self = .getChildren2(try ReadRequest(from: &reader))
    case .getAllChildrenNumber: self = .getAllChildrenNumber(try PathRequest(from: &reader))
    case .getEphemerals: self = .getEphemerals(try EphemeralsRequest(from: &reader))
    case .sync: self = .sync(try SyncRequest(from: &reader))
    case .check: self = .check(try VersionedRequest(from: &reader))
    case .multi: self = .multi(try MultiRequest(from: &reader))
    case .multiRead: self = .multiRead(try MultiRequest(from: &reader))
    case .reconfig: self = .reconfig(try ReconfigRequest(from: &reader))
    case .setWatches: self = .setWatches(try SetWatchesRequest(from: &reader))
    case .setWatches2: self = .setWatches2(try SetWatches2Request(from: &reader))
    case .addWatch: self = .addWatch(try AddWatchRequest(from: &reader))
    case .checkWatches: self = .checkWatches(try WatcherRequest(from: &reader))
    case .removeWatches: self = .removeWatches(try WatcherRequest(from: &reader))
    case .auth: self = .auth(try AuthRequest(from: &reader))
    case .sasl: self = .sasl(try SASLToken(from: &reader))
    case .whoAmI: self = .whoAmI
    case .ping: self = .ping
    case .closeSession: self = .closeSession
    default:
      throw WireError(
        field: "type", offset: reader.offset, reason: .unknownOperation(operation))
    }
  }

  /// Writes what follows the header.
  package func encode(to writer: inout JuteWriter) {
    switch self {
    case .create(let body), .create2(let body), .createContainer(let body):
      body.encode(to: &writer)
    case .createTTL(let body): body.encode(to: &writer)
    case .delete(let body), .check(let body): body.encode(to: &writer)
    case .deleteContainer(let body), .getACL(let body), .getAllChildrenNumber(let body):
      body.encode(to: &writer)
    case .exists(let body), .getData(let body), .getChildren(let body), .getChildren2(let body):
      body.encode(to: &writer)
    case .setData(let body): body.encode(to: &writer)
    case .setACL(let body): body.encode(to: &writer)
    case .getEphemerals(let body): body.encode(to: &writer)
    case .sync(let body): body.encode(to: &writer)
    case .multi(let body), .multiRead(let body): body.encode(to: &writer)
    case .reconfig(let body): body.encode(to: &writer)
    case .setWatches(let body): body.encode(to: &writer)
    case .setWatches2(let body): body.encode(to: &writer)
    case .addWatch(let body): body.encode(to: &writer)
    case .checkWatches(let body), .removeWatches(let body): body.encode(to: &writer)
    case .auth(let body): body.encode(to: &writer)
    case .sasl(let body): body.encode(to: &writer)
    case .whoAmI, .ping, .closeSession: break
    }
  }
}
