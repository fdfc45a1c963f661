import ZooKeeperModel
import ZooKeeperSession

extension ZxidAnswer {
  /// Reads what came of saying `srvr`.
  init(srvr result: Result<String, ServerProbeError>) {
    switch result {
    case .success(let text): self = .init(srvr: text)
    case .failure(let error):
      switch error.reason {
      case .notAllowed: self = .mayNotTell
      case .notServing: self = .notServing
      default: self = .nothing
      }
    }
  }

  private init(srvr text: String) {
    do throws(UnreadableAnswer) {
      let status = try ServerStatus(srvr: text)
      // One that is cut off shows what it has, which says nothing of what its ensemble has.
      self = status.mode == .readOnly ? .notServing : .serves(upTo: status.zxid)
    } catch {
      self = .nothing
    }
  }
}
