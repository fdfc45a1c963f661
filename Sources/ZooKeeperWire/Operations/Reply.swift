package import ZooKeeperModel

extension Reply {
  /// Reads what follows a header without an error, in answer to `operation`.
  @_lifetime(reader: copy reader)
  package init(to operation: OpCode, from reader: inout JuteReader) throws(WireError) {
    switch operation {
    case .create: self = .path(try reader.string("path"))
    case .create2, .createContainer, .createTTL: self = .created(try CreateReply(from: &reader))
    case .exists, .setData, .setACL: self = .stat(try Stat(from: &reader))
    case .getData, .reconfig: self = .data(try DataReply(from: &reader))
    case .getACL: self = .acl(try ACLReply(from: &reader))
    case .getChildren: self = .children(try reader.strings("children"))
    case .getChildren2: self = .childrenWithStat(try ChildrenReply(from: &reader))
    case .getAllChildrenNumber: self = .count(try reader.int32("totalNumber"))
    case .getEphemerals: self = .ephemerals(try reader.strings("ephemerals"))
    case .sync: self = .synced(try reader.optionalString("path"))
    case .multi, .multiRead: self = .multi(try MultiReply(from: &reader))
    case .whoAmI: self = .identities(try reader.clientInfos("clientInfo"))
    case .sasl: self = .sasl(try SASLToken(from: &reader))
    case .addWatch: self = .verdict(ErrorCode(rawValue: try reader.int32("err")))
    case .delete, .deleteContainer, .check, .setWatches, .setWatches2, .checkWatches,
      .removeWatches, .auth, .ping, .closeSession:
      self = .empty
    default:
      throw WireError(
        field: "type", offset: reader.offset, reason: .unknownOperation(operation))
    }
  }

  /// Writes what follows the header.
  package func encode(to writer: inout JuteWriter) {
    switch self {
    case .empty: break
    case .path(let path): writer.string(path)
    case .created(let body): body.encode(to: &writer)
    case .stat(let stat): stat.encode(to: &writer)
    case .data(let body): body.encode(to: &writer)
    case .children(let names): writer.strings(names)
    case .childrenWithStat(let body): body.encode(to: &writer)
    case .acl(let body): body.encode(to: &writer)
    case .synced(let path): writer.optionalString(path)
    case .multi(let body): body.encode(to: &writer)
    case .count(let count): writer.int32(count)
    case .ephemerals(let paths): writer.strings(paths)
    case .identities(let infos): writer.clientInfos(infos)
    case .sasl(let body): body.encode(to: &writer)
    case .verdict(let code): writer.int32(code.rawValue)
    }
  }
}
