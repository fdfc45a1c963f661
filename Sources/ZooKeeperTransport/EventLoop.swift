internal import Glibc

/// Waits for sockets, tasks, jobs and timers, and serves whichever comes: all on the thread that
/// runs it.
///
/// A loop and what lives on it is not Sendable, so that no other thread can touch it; `mailbox` is
/// the door. Turns consist, in this order, of events, tasks, jobs, timers, errands, `atEndOfTurn`.
package final class EventLoop {
  /// How other threads reach this loop.
  package let mailbox: Mailbox

  /// Where tasks run that want to run on this loop.
  package var executor: LoopTaskExecutor { mailbox.executor }

  /// When this turn began; for everything that happens in it, it is one moment.
  package private(set) var now = LoopTime.current

  /// Runs at the end of each turn, when nothing is left but to sleep: the place to send at once
  /// what came together.
  package var atEndOfTurn: (() -> Void)?

  let receiveBuffer = ReceiveBuffer(byteCount: TransportLimits.receiveBytes)

  let doorbell: Doorbell
  private var poller: Poller
  private var channels = ChannelTable()
  private var timers = TimerQueue()
  private var errands: [any Channel] = []
  /// Empty but for the moment in which they run.
  private var taskBatch: [UnownedJob] = []
  private var thread: pthread_t?
  private var isStopping = false
  /// From here on nothing is opened that nobody would close.
  private(set) var hasStopped = false

  package init() throws(SystemError) {
    doorbell = try Doorbell()
    mailbox = Mailbox(doorbell)
    poller = try Poller()
    try poller.watch(doorbell.descriptor, for: .reading, insteadOf: [], as: .bell)
  }

  deinit {
    // A loop that never ran has tasks too.
    executor.retire()
  }

  /// Serves until somebody says stop; once in a loop's life.
  package func run() {
    precondition(thread == nil, "a loop runs once")
    thread = pthread_self()
    while !isStopping { turn() }
    shutDown()
  }

  /// Ends the loop after this turn: every stream and listener is closed, and told so.
  package func stop() {
    assertOnThread()
    isStopping = true
  }

  /// The compiler keeps other threads away; this is for what reaches a loop around its back. Before
  /// a loop runs, it belongs to the thread that prepares it.
  func assertOnThread() {
    assert(
      thread.map { pthread_equal($0, pthread_self()) != 0 } ?? true,
      "only the thread that runs a loop may use it")
  }
}

extension EventLoop {
  private func turn() {
    let eventCount = poller.wait(atMostMilliseconds: millisecondsToSleep())
    doorbell.loopIsAwake()
    now = .current
    for index in 0..<eventCount {
      let (id, readiness) = poller[index]
      if let channel = channels[id] {
        channel.ready(readiness)
      } else if id == .bell {
        doorbell.silence()
      }
    }
    runTasks()
    runJobs()
    runTimers()
    runErrands()
    atEndOfTurn?()
  }

  private func millisecondsToSleep() -> Int32 {
    if !errands.isEmpty { return 0 }
    var limit: Int32 = -1
    if let earliest = timers.earliest {
      let nanoseconds = earliest.nanoseconds - LoopTime.current.nanoseconds
      if nanoseconds <= 0 { return 0 }
      // Rounded up: who wakes too early would have to sleep again.
      limit = Int32(clamping: nanoseconds / 1_000_000 + 1)
    }
    doorbell.loopFallsAsleep()
    return executor.hasJobs || mailbox.hasJobs ? 0 : limit
  }

  private func runTasks() {
    for _ in 0..<TransportLimits.taskBatchesPerTurn {
      executor.takeJobs(into: &taskBatch)
      if taskBatch.isEmpty { return }
      executor.run(taskBatch)
      taskBatch.removeAll(keepingCapacity: true)
    }
  }

  private func runJobs() {
    for job in mailbox.takeJobs() { job(self) }
  }

  private func runTimers() {
    // A timer that adds another for this very moment must not keep the sockets waiting.
    let boundary = timers.nextSequence
    while let action = timers.popDue(at: now, addedBefore: boundary) { action() }
  }

  private func runErrands() {
    if errands.isEmpty { return }
    let pending = errands
    errands = []
    for channel in pending { channel.runErrand() }
  }

  private func shutDown() {
    for job in mailbox.close() { job(self) }
    atEndOfTurn?()
    hasStopped = true
    for channel in channels.all { channel.shutDown() }
    while !errands.isEmpty { runErrands() }
    executor.retire()
    // They may hold what holds the loop.
    timers.removeAll()
    atEndOfTurn = nil
  }
}

extension EventLoop {
  /// Runs an action once, in the first turn that begins at that moment or after it. A loop that
  /// waits while the machine is suspended may find out as late as if time had stood still.
  @discardableResult
  package func schedule(at moment: LoopTime, _ action: @escaping () -> Void) -> TimerToken {
    assertOnThread()
    return timers.add(at: max(moment, now), action)
  }

  /// Runs an action once, when that much time has passed since this turn began.
  @discardableResult
  package func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerToken {
    schedule(at: now + delay, action)
  }

  /// Returns whether there was still something to cancel.
  @discardableResult
  package func cancel(_ timer: TimerToken) -> Bool {
    assertOnThread()
    return timers.cancel(timer)
  }
}

/// What channels ask of their loop.
extension EventLoop {
  func add(_ channel: any Channel) -> ChannelID {
    assertOnThread()
    return channels.insert(channel)
  }

  func remove(_ id: ChannelID) {
    assertOnThread()
    channels.remove(id)
  }

  func watch(
    _ descriptor: Int32, for interest: Interest, insteadOf former: Interest, as id: ChannelID
  ) throws(SystemError) {
    try poller.watch(descriptor, for: interest, insteadOf: former, as: id)
  }

  /// Lets a channel do something of its own before this turn ends, or else in the next one. Until
  /// then it is kept alive, even if it was removed.
  func sendOnErrand(_ channel: any Channel) {
    assertOnThread()
    errands.append(channel)
  }
}
