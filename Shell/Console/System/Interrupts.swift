import Dispatch
import Glibc
import Synchronization

/// Ctrl-C while a command runs: it cancels the command, and not the shell.
final class Interrupts {
  private let source: any DispatchSourceSignal
  private let listener: Listener

  private final class Listener: Sendable {
    private let next = Mutex<AsyncStream<Void>.Continuation?>(nil)

    func listen() -> AsyncStream<Void> {
      let (presses, continuation) = AsyncStream<Void>.makeStream(
        bufferingPolicy: .bufferingNewest(1))
      next.withLock { $0 = continuation }
      return presses
    }

    func hear() {
      next.withLock { _ = $0?.yield() }
    }
  }

  /// From now on Ctrl-C ends nothing by itself.
  init() {
    let listener = Listener()
    self.listener = listener
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { listener.hear() }
    source.resume()
  }

  deinit {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }

  /// Whether it is pressed from now on. One that comes before its command runs is not lost.
  func presses() -> AsyncStream<Void> {
    listener.listen()
  }

  /// Runs something that the next press cancels.
  func cancelling(
    on presses: AsyncStream<Void>, _ body: @escaping @Sendable () async throws(Complaint) -> Bool
  ) async throws(Complaint) -> Bool {
    let outcome = await withTaskGroup(of: Result<Bool, Complaint>?.self) { group in
      group.addTask {
        do throws(Complaint) { return .success(try await body()) } catch { return .failure(error) }
      }
      group.addTask {
        for await _ in presses { break }
        return nil
      }
      var outcome: Result<Bool, Complaint>?
      // Whichever of the two is first ends the other.
      for await result in group {
        outcome = result ?? outcome
        group.cancelAll()
      }
      return outcome
    }
    return try outcome?.get() ?? true
  }
}
