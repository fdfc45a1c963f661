import FrameSupport
import ZooKeeperModel
import ZooKeeperWire

@testable import ZooKeeperSession

/// What stands in a frame to a server, in one line.
enum FrameText {
  static func describe(_ frame: RawSpan, isGreeting: Bool) -> String {
    do throws(WireError) {
      let kind: FrameKind = isGreeting ? .connectRequest : .request
      let (frame, unread) = try Frame.decode(kind, frame.copied())
      let rest = unread > 0 ? ", and \(unread) bytes too many" : ""
      switch frame {
      case .connectRequest(let hello): return hello.text + rest
      case .request(let header, let request):
        let number = header.xid.rawValue
        let sender = number == -2 || number == -4 ? "" : "\(number) "
        return sender + request.text + rest
      default: return "\(frame)"
      }
    } catch {
      return "not readable: \(error)"
    }
  }
}

extension ConnectRequest {
  var text: String {
    var words = ["hello \(sessionID)"]
    if let password, password != Secret([UInt8](repeating: 0, count: 16)) {
      words.append("with a password")
    }
    words.append("seen \(lastZxidSeen) for \(timeoutMilliseconds) ms")
    if readOnly == true { words.append("read-only will do") }
    return words.joined(separator: " ")
  }
}

extension Request {
  var text: String {
    switch self {
    case .create(let body), .create2(let body): "\(operation) \(body.path)"
    case .setData(let body): "\(operation) \(body.path)"
    case .delete(let body): "\(operation) \(body.path)"
    case .exists(let body), .getData(let body), .getChildren(let body), .getChildren2(let body):
      "\(operation) \(body.path)" + (body.watch ? " and watch" : "")
    case .addWatch(let body):
      "\(operation) \(body.path)" + (body.mode == .persistentRecursive ? " and beneath" : "")
    case .removeWatches(let body): "\(operation) \(body.path) of kind \(body.kind.rawValue)"
    case .auth(let body): "auth \(body.scheme) \(body.credential?.plainText ?? "")"
    case .setWatches(let body): "\(operation) \(body.text)"
    case .setWatches2(let body):
      "\(operation) \(body.oneShot.text)"
        + SetWatchesRequest.list(" persistent", body.persistentWatches)
        + SetWatchesRequest.list(" recursive", body.persistentRecursiveWatches)
    default: "\(operation)"
    }
  }

  var changesSomething: Bool {
    switch self {
    case .create, .create2, .setData, .delete, .multi: true
    default: false
    }
  }
}

extension SetWatchesRequest {
  fileprivate var text: String {
    "since \(relativeZxid)" + SetWatchesRequest.list(" data", dataWatches)
      + SetWatchesRequest.list(" exist", existWatches)
      + SetWatchesRequest.list(" child", childWatches)
  }

  fileprivate static func list(_ name: String, _ paths: [String]?) -> String {
    guard let paths, !paths.isEmpty else { return "" }
    return "\(name) \(paths.joined(separator: ","))"
  }
}

extension Secret {
  fileprivate var plainText: String {
    withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }
}
