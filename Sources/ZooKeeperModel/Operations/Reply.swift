/// Everything a server may send behind a header that carries no error.
package enum Reply: Hashable, Sendable {
  /// The header says it all.
  case empty
  /// Of `create`.
  case path(String)
  /// Of `create2`, `createContainer` and `createTTL`.
  case created(CreateReply)
  /// Of `exists`, `setData` and `setACL`.
  case stat(Stat)
  /// Of `getData` and `reconfig`.
  case data(DataReply)
  /// Of `getChildren`.
  case children([String]?)
  /// Of `getChildren2`.
  case childrenWithStat(ChildrenReply)
  /// Of `getACL`.
  case acl(ACLReply)
  /// Of `sync`: the path that was sent.
  case synced(String?)
  /// Of `multi` and `multiRead`.
  case multi(MultiReply)
  /// Of `getAllChildrenNumber`.
  case count(Int32)
  /// Of `getEphemerals`.
  case ephemerals([String]?)
  /// Of `whoAmI`.
  case identities([ClientInfo]?)
  /// Of `sasl`.
  case sasl(SASLToken)
  /// Of `addWatch`: a second place for an error, always `ok` behind a header without one.
  case verdict(ErrorCode)
}
