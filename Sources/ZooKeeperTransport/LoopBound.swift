/// Carries what lives on a loop past other threads: they can hold it, and only jobs of that loop
/// can look inside.
///
/// `@unchecked` because the compiler cannot see that the loop, which no other thread can show, is
/// the key.
package final class LoopBound<Value>: @unchecked Sendable {
  private let value: Value
  private let mailbox: Mailbox

  package init(_ value: Value, to loop: EventLoop) {
    self.value = value
    mailbox = loop.mailbox
  }

  package func value(on loop: EventLoop) -> Value {
    precondition(loop.mailbox === mailbox, "this belongs to another loop")
    return value
  }
}
