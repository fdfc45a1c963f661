/// Everything a client may send behind a header.
package enum Request: Hashable, Sendable {
  case create(CreateRequest)
  case create2(CreateRequest)
  case createContainer(CreateRequest)
  case createTTL(CreateTTLRequest)
  case delete(VersionedRequest)
  case deleteContainer(PathRequest)
  case exists(ReadRequest)
  case getData(ReadRequest)
  case setData(SetDataRequest)
  case getACL(PathRequest)
  case setACL(SetACLRequest)
  case getChildren(ReadRequest)
  case getChildren2(ReadRequest)
  case getAllChildrenNumber(PathRequest)
  case getEphemerals(EphemeralsRequest)
  case sync(SyncRequest)
  case check(VersionedRequest)
  case multi(MultiRequest)
  case multiRead(MultiRequest)
  case reconfig(ReconfigRequest)
  case setWatches(SetWatchesRequest)
  case setWatches2(SetWatches2Request)
  case addWatch(AddWatchRequest)
  case checkWatches(WatcherRequest)
  case removeWatches(WatcherRequest)
  case auth(AuthRequest)
  case sasl(SASLToken)
  case whoAmI
  case ping
  case closeSession

  package var operation: OpCode {
    switch self {
    case .create: .create
    case .create2: .create2
    case .createContainer: .createContainer
    case .createTTL: .createTTL
    case .delete: .delete
    case .deleteContainer: .deleteContainer
    case .exists: .exists
    case .getData: .getData
    case .setData: .setData
    case .getACL: .getACL
    case .setACL: .setACL
    case .getChildren: .getChildren
    case .getChildren2: .getChildren2
    case .getAllChildrenNumber: .getAllChildrenNumber
    case .getEphemerals: .getEphemerals
    case .sync: .sync
    case .check: .check
    case .multi: .multi
    case .multiRead: .multiRead
    case .reconfig: .reconfig
    case .setWatches: .setWatches
    case .setWatches2: .setWatches2
    case .addWatch: .addWatch
    case .checkWatches: .checkWatches
    case .removeWatches: .removeWatches
    case .auth: .auth
    case .sasl: .sasl
    case .whoAmI: .whoAmI
    case .ping: .ping
    case .closeSession: .closeSession
    }
  }
}
