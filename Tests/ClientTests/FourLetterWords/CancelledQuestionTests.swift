import Testing
import ZooKeeperModel
import ZooKeeperTransport

@testable import ZooKeeper

@Suite("A question that is cancelled", .timeLimit(.minutes(1)))
struct CancelledQuestionTests {
  private let thread: LoopThread
  private let probe: ServerProbe

  init() throws {
    thread = try LoopThread(named: "probe")
    probe = ServerProbe(on: thread.mailbox)
  }

  /// Nil if the question was answered.
  private func failure(asking server: ServerAddress) async -> ServerProbeError.Reason? {
    do throws(ServerProbeError) {
      _ = try await probe.ask(.ruok, of: server, within: .seconds(3_600))
      return nil
    } catch {
      return error.reason
    }
  }

  @Test("ends at once, with its connection")
  func whileWaiting() async throws {
    let server = try await RudeServer(.silent)
    let reason = await withTaskGroup(of: ServerProbeError.Reason?.self) { group in
      group.addTask { await failure(asking: server.address) }
      #expect(await server.nextEvent() == .asked("ruok"))
      group.cancelAll()
      return await group.next() ?? nil
    }
    #expect(reason == .cancelled)
    #expect(await server.nextEvent() == .closed(.endedByPeer))
  }

  @Test("before it was asked is never asked")
  func beforehand() async throws {
    let server = try await RudeServer(.silent)
    let reason = await withTaskGroup(of: ServerProbeError.Reason?.self) { group in
      group.cancelAll()
      group.addTask { await failure(asking: server.address) }
      return await group.next() ?? nil
    }
    #expect(reason == .cancelled)
  }

  @Test("at any moment ends one way or the other")
  func anyMoment() async throws {
    let server = try await RudeServer(.saying("imok"))
    for _ in 0..<200 {
      let reason = await withTaskGroup(of: ServerProbeError.Reason?.self) { group in
        group.addTask { await failure(asking: server.address) }
        group.addTask { await failure(asking: server.address) }
        // Whoever comes first leaves the other in the middle of its way.
        let first = await group.next() ?? nil
        #expect(first == nil)
        group.cancelAll()
        return await group.next() ?? nil
      }
      #expect(reason == nil || reason == .cancelled)
    }
  }
}
