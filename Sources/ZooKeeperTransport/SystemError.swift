internal import Glibc

/// The requests to the operating system that this room makes.
package enum SystemCall: String, Sendable {
  case accept
  case bind
  case connect
  case epoll
  case eventfd
  case listen
  case pthreadCreate = "pthread_create"
  case receive = "recv"
  case resourceLimit = "setrlimit"
  case send
  case socket
  case socketName = "getsockname"
  case socketOption = "setsockopt"
}

/// What the operating system answered instead of doing what it was asked.
package struct SystemError: Error, Hashable, Sendable {
  package let call: SystemCall
  /// The value of `errno`.
  package let code: Int32

  package init(_ call: SystemCall, code: Int32) {
    self.call = call
    self.code = code
  }
}

extension SystemError: CustomStringConvertible {
  package var description: String {
    "\(call.rawValue): \(Kernel.text(ofError: code))"
  }
}

extension SystemError {
  /// Whether the machine was reached, and nobody listens at the port.
  package var isRefusal: Bool { call == .connect && code == ECONNREFUSED }
}
