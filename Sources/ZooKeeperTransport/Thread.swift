internal import CLinux
internal import Glibc

/// A thread of the operating system. Whoever started it waits for its end, or lets it go.
package struct Thread: ~Copyable, Sendable {
  private let id: pthread_t

  /// Starts a thread. The name is for people; they see its first 15 bytes.
  package init(
    named name: String, running body: sending @escaping () -> Void
  ) throws(SystemError) {
    let work = unsafe Unmanaged.passRetained(Work(name: name, body: body))
    var id = pthread_t()
    let status = unsafe pthread_create(
      &id, nil,
      { context in
        guard let context = unsafe context else { return nil }
        let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        unsafe linux_name_this_thread(work.name)
        work.body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      unsafe work.release()
      throw SystemError(.pthreadCreate, code: status)
    }
    self.id = id
  }

  deinit {
    pthread_detach(id)
  }

  /// Waits until the thread has ended. A thread cannot wait for itself.
  package consuming func join() {
    precondition(pthread_equal(id, pthread_self()) == 0, "a thread cannot wait for its own end")
    pthread_join(id, nil)
    discard self
  }

  private final class Work {
    let name: String
    let body: () -> Void

    init(name: String, body: @escaping () -> Void) {
      self.name = name
      self.body = body
    }
  }
}
