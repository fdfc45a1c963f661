import ZooKeeperModel
import ZooKeeperWire

// How the answers to each operation are read, straight from the bytes that the network brought.

enum ReadsNothing: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) {}
}

/// One record, just as it is.
enum Reads<Record: JuteRecord & Sendable>: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> Record {
    try Record(from: &reader)
  }
}

enum ReadsNode: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> Node {
    let reply = try DataReply(from: &reader)
    return Node(data: Payload(reply.data ?? []), stat: reply.stat)
  }
}

enum ReadsChildren: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> Children {
    // Straight into the list that the caller gets, because some have a hundred thousand names.
    let names = try reader.names("children") ?? []
    return Children(names: names, stat: try Stat(from: &reader))
  }
}

/// The names alone.
enum ReadsNames: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> [ZNodeName] {
    try reader.names("children") ?? []
  }
}

/// What servers answer who do not know that one may ask for the stat of what one creates.
enum ReadsCreatedPath: AnswerReader {
  struct Reply: Sendable {
    var path: String
    var zxid: Zxid
  }

  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> Reply {
    Reply(path: try reader.string("path"), zxid: header.zxid)
  }
}

enum ReadsCount: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> Int {
    Int(try reader.int32("totalNumber"))
  }
}

enum ReadsPaths: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> [String] {
    try reader.strings("ephemerals") ?? []
  }
}

enum ReadsIdentities: AnswerReader {
  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> [ClientInfo] {
    try reader.clientInfos("clientInfo") ?? []
  }
}

enum ReadsMulti: AnswerReader {
  struct Reply: Sendable {
    var results: [MultiResult]
    var zxid: Zxid
  }

  @_lifetime(reader: copy reader)
  static func read(
    _ header: ReplyHeader, _ reader: inout JuteReader
  ) throws(WireError) -> Reply {
    Reply(results: try MultiReply(from: &reader).results, zxid: header.zxid)
  }
}
