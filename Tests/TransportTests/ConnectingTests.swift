import Glibc
import Testing

@testable import ZooKeeperTransport

@Suite(.timeLimit(.minutes(1))) struct ConnectingTests {
  private let journal = Journal<StreamEvent>()

  @Test("nobody there is an error of its own")
  func refused() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let nowhere = try await thread.mailbox.run { loop in
      let listener = try Listener(
        at: .anyPort, handler: TestListenerHandler { _ in nil }, on: loop)
      defer { listener.close() }
      return listener.address
    }
    thread.mailbox.post { [journal] loop in
      let stream = ByteStream.connect(to: nowhere, handler: TestHandler(journal), on: loop)
      stream.write([1])
    }
    let refused = CloseCause.failed(SystemError(.connect, code: ECONNREFUSED))
    #expect(await journal.next() == .closed(refused))
  }

  @Test("what is written before the connection stands is sent when it does")
  func writeWhileConnecting() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let arrived = Journal<StreamEvent>()
    let address = try await thread.mailbox.listen { _, _ in TestHandler(arrived) }
    thread.mailbox.post { [journal] loop in
      let stream = ByteStream.connect(to: address, handler: TestHandler(journal), on: loop)
      stream.write([1, 2])
      stream.write([3])
      stream.finishWriting()
    }
    #expect(
      await arrived.next(4) == [.opened, .received([1, 2, 3]), .ended, .closed(.endedByPeer)])
    #expect(await journal.next(2) == [.opened, .closed(.endedByPeer)])
  }

  @Test("connecting can be given up")
  func giveUp() async throws {
    let thread = try LoopThread(named: "loop")
    defer { thread.stop() }
    let address = try await thread.mailbox.listen { _, _ in nil }
    thread.mailbox.post { [journal] loop in
      let stream = ByteStream.connect(to: address, handler: TestHandler(journal), on: loop)
      stream.close()
      journal.write(.writable)
    }
    #expect(await journal.next(2) == [.writable, .closed(.closedHere)])
  }

  @Test("a socket that the kernel connected to itself is recognised")
  func itself() throws {
    let socket = Socket(owning: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    try Kernel.bind(socket.descriptor, to: .anyPort)
    let address = try Kernel.localAddress(of: socket.descriptor)
    try Kernel.connect(socket.descriptor, to: address)
    #expect(Kernel.pendingError(of: socket.descriptor) == 0)
    let isRecognised = socket.isItsOwnPeer(at: address)
    #expect(isRecognised)
  }
}
