import FrameSupport
import Testing
import ZooKeeperModel
import ZooKeeperWire

@Suite struct TruncationTests {
  @Test("a frame that ends too soon is refused with the field that is missing")
  func everyTruncation() throws {
    let recorded = try Corpus.recorded()
    #expect(recorded.count > 1_000)
    for entry in Corpus.generated + recorded {
      let (whole, _) = try Frame.decode(entry.kind, entry.bytes)
      for count in entry.bytes.indices {
        let cut = Array(entry.bytes[..<count])
        guard let error = refusal(entry.kind, cut) else {
          #expect(mayEnd(whole, at: count, of: entry.bytes.count), "\(entry.kind) cut to \(count)")
          continue
        }
        #expect(error.offset <= count)
        #expect(!error.field.isEmpty)
        #expect(isAboutSpace(error.reason), "\(entry.kind) cut to \(count): \(error)")
      }
    }
  }

  private func refusal(_ kind: FrameKind, _ bytes: [UInt8]) -> WireError? {
    do throws(WireError) {
      _ = try Frame.decode(kind, bytes)
      return nil
    } catch {
      return error
    }
  }

  /// A handshake makes sense without its last byte, which older peers do not send, and a refused
  /// step of SASL without its body.
  private func mayEnd(_ frame: Frame, at count: Int, of total: Int) -> Bool {
    switch frame {
    case .connectRequest(let body): body.readOnly != nil && count == total - 1
    case .connectReply(let body): body.readOnly != nil && count == total - 1
    case .reply(let header, _): header.error != .ok && count == 16
    case .request, .event: false
    }
  }

  private func isAboutSpace(_ reason: WireError.Reason) -> Bool {
    switch reason {
    case .truncated, .tooMany: true
    default: false
    }
  }
}
