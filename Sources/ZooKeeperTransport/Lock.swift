internal import Glibc

/// A value that several threads share, and that only one of them touches at a time.
///
/// Made of a pthread mutex: `Synchronization.Mutex` costs more than three times as much on Linux
/// where nobody competes, and the thread sanitizer takes it for a race.
///
/// `@unchecked` because the compiler cannot see that the mutex guards the value.
@safe
@usableFromInline package struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
  // Outside of the lock itself, because a mutex must not move and a value that is behind a pointer
  // costs no exclusivity checks.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  @usableFromInline let value: UnsafeMutablePointer<Value>

  package init(_ initial: consuming sending Value) {
    unsafe mutex = .allocate(capacity: 1)
    unsafe value = .allocate(capacity: 1)
    unsafe value.initialize(to: initial)
    let status = unsafe pthread_mutex_init(mutex, nil)
    precondition(status == 0, "a plain mutex needs nothing that could be missing")
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
    unsafe value.deinitialize(count: 1)
    unsafe value.deallocate()
  }

  /// Runs `body` while no other thread is inside. Not to be nested: the second would wait for ever.
  @inlinable
  package func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    acquire()
    defer { release() }
    return try unsafe body(&value.pointee)
  }

  @usableFromInline func acquire() {
    unsafe pthread_mutex_lock(mutex)
  }

  @usableFromInline func release() {
    unsafe pthread_mutex_unlock(mutex)
  }
}
