internal import CLinux
internal import Glibc

/// What a channel waits for.
struct Interest: OptionSet {
  let rawValue: UInt8

  static let reading = Interest(rawValue: 1)
  static let writing = Interest(rawValue: 2)

  fileprivate var events: UInt32 {
    (contains(.reading) ? LINUX_EPOLL_READABLE : 0)
      | (contains(.writing) ? LINUX_EPOLL_WRITABLE : 0)
  }
}

/// What has become possible, or has to be tried because the attempt will say what is wrong.
struct Readiness {
  let mayRead: Bool
  let mayWrite: Bool

  fileprivate init(events: UInt32) {
    let trouble = LINUX_EPOLL_ERROR | LINUX_EPOLL_HANGUP
    mayRead = events & (LINUX_EPOLL_READABLE | trouble) != 0
    mayWrite = events & (LINUX_EPOLL_WRITABLE | trouble) != 0
  }
}

/// An epoll set, and room for the events it reports in one go.
struct Poller: ~Copyable {
  private let descriptor: Int32
  private var events: [linux_epoll_event]

  init() throws(SystemError) {
    descriptor = linux_epoll_create()
    events = Array(repeating: linux_epoll_event(), count: TransportLimits.eventsPerTurn)
    if descriptor < 0 { throw SystemError(.epoll, code: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Changes what is reported about a descriptor. Without interest nothing is, not even errors:
  /// epoll would report those again and again to somebody who does not want to know.
  func watch(
    _ watched: Int32, for interest: Interest, insteadOf former: Interest, as id: ChannelID
  ) throws(SystemError) {
    if interest == former { return }
    let operation =
      former.isEmpty
      ? LINUX_EPOLL_ADD : interest.isEmpty ? LINUX_EPOLL_REMOVE : LINUX_EPOLL_MODIFY
    let status = linux_epoll_control(
      descriptor, operation, watched, interest.events, id.rawValue)
    if status != 0 { throw SystemError(.epoll, code: errno) }
  }

  /// Waits for events and returns how many there are. A negative time has no end.
  mutating func wait(atMostMilliseconds limit: Int32) -> Int {
    Kernel.waitForEvents(of: descriptor, into: &events, atMostMilliseconds: limit)
  }

  /// One of the events that the last wait found.
  subscript(index: Int) -> (id: ChannelID, readiness: Readiness) {
    let event = events[index]
    return (ChannelID(rawValue: event.token), Readiness(events: event.events))
  }
}
