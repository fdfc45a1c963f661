public import ZooKeeperModel
import ZooKeeperTransport

/// Asks any server how it is, without a session: by four-letter words.
///
/// Every question has a connection of its own and no credentials. Servers answer on the port for
/// plain clients.
public struct ServerProbe: Sendable {
  private let loop: @Sendable () throws(SystemError) -> Mailbox

  /// Asks by the loop that all clients of this process share.
  public init() {
    loop = { () throws(SystemError) in try LoopThread.shared().mailbox }
  }

  /// Asks by this loop.
  init(on mailbox: Mailbox) {
    loop = { mailbox }
  }

  /// Says a word to a server and returns its answer, just as the server gives it.
  ///
  /// All addresses of the host are tried, in the order of the system's resolver, until one can be
  /// connected to. A cancelled task gives up at once. Looking up the host, connecting and answering
  /// may take as long as `patience` in all.
  public func ask(
    _ word: FourLetterWord, of server: ServerAddress, within patience: Duration = .seconds(5)
  ) async throws(ServerProbeError) -> String {
    let deadline = LoopTime.current + patience
    let mailbox = try mailbox(for: word, to: server)
    let cancellation = ExchangeCancellation(through: mailbox)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let stopped = ServerProbeError(
          .unavailable("its event loop has stopped"), word: word, server: server)
        let answer = PendingAnswer(resuming: continuation, otherwise: .failure(stopped))
        mailbox.post { loop in
          let exchange = WordExchange(word, with: server, until: deadline, on: loop) {
            answer.give($0)
          }
          if cancellation.reaches(exchange, on: loop) {
            exchange.start()
          } else {
            exchange.cancel()
          }
        }
      }
    } onCancel: {
      cancellation.cancel()
    }
    return try result.get()
  }

  private func mailbox(
    for word: FourLetterWord, to server: ServerAddress
  ) throws(ServerProbeError) -> Mailbox {
    do throws(SystemError) {
      return try loop()
    } catch {
      throw ServerProbeError(.unavailable("\(error)"), word: word, server: server)
    }
  }
}
